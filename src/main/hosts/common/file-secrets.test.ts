import { mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { createFileSecrets } from './file-secrets.ts'

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

it('keeps keys for the next start, in a file and folder for their owner only', async () => {
  const folder = join(temporaryFolder(), 'data')
  const secrets = createFileSecrets(folder)
  expect(await secrets.get('provider:a')).toBeNull()
  await secrets.set('provider:a', 'key-a')
  await secrets.set('provider:b', 'key-b')
  await secrets.remove('provider:b')
  const again = createFileSecrets(folder)
  expect([await again.get('provider:a'), await again.get('provider:b')]).toEqual(['key-a', null])
  if (process.platform === 'win32') return
  expect([mode(folder), mode(join(folder, 'secrets.json'))]).toEqual(['700', '600'])
})

it('loses none of many changes made at once', async () => {
  const folder = temporaryFolder()
  const secrets = createFileSecrets(folder)
  const names = Array.from({ length: 40 }, (_, at) => `provider:${at}`)
  await Promise.all(names.map((name) => secrets.set(name, name)))
  expect(Object.keys(JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')))).toHaveLength(40)
})

it('knows names that every object has only when they were set', async () => {
  const secrets = createFileSecrets(temporaryFolder())
  expect([await secrets.get('constructor'), await secrets.get('__proto__')]).toEqual([null, null])
  await secrets.set('constructor', 'key')
  expect([await secrets.get('constructor'), await secrets.get('toString')]).toEqual(['key', null])
})

it.each(['{"provider:a": ', '[]', '"key"', '{"provider:a": 1}', ''])(
  'says that %j is damaged, and does not overwrite it',
  async (text) => {
    const folder = temporaryFolder()
    const path = join(folder, 'secrets.json')
    writeFileSync(path, text)
    const secrets = createFileSecrets(folder)
    await expect(secrets.get('provider:a')).rejects.toMatchObject({ code: 'storage_failed' })
    await expect(secrets.set('provider:a', 'new')).rejects.toThrow(path)
    expect(readFileSync(path, 'utf8')).toBe(text)
  },
)

it('goes on after a change that failed', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'secrets.json')
  mkdirSync(path)
  const secrets = createFileSecrets(folder)
  await expect(secrets.set('provider:a', 'key')).rejects.toThrow('cannot be read')
  rmdirSync(path)
  await secrets.set('provider:a', 'key')
  expect(await secrets.get('provider:a')).toBe('key')
})
