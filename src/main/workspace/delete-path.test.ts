import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deletePath, inspectDeletable } from './delete-path.ts'
import { hashContent } from './files.ts'

let folder: string
const place = (name: string) => ({ real: join(folder, name), shown: name })

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'delete-')))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a file, if its content is what was seen', async () => {
  await writeFile(join(folder, 'a'), 'one')
  const seen = await inspectDeletable(place('a'))
  expect(seen).toMatchObject({ kind: 'file', what: 'file (3 bytes)', protectedBy: null })
  await expect(deletePath(place('a'), seen, hashContent('two'))).rejects.toMatchObject({ code: 'conflict' })
  expect(existsSync(join(folder, 'a'))).toBe(true)
  await deletePath(place('a'), seen, hashContent('one'))
  expect(existsSync(join(folder, 'a'))).toBe(false)
})

test('a folder with everything in it, links not followed', async () => {
  await mkdir(join(folder, 'a/b'), { recursive: true })
  await writeFile(join(folder, 'a/b/c'), '12345')
  await writeFile(join(folder, 'kept'), 'kept')
  await mkdir(join(folder, 'outside'))
  await writeFile(join(folder, 'outside/x'), 'kept')
  await symlink('../outside', join(folder, 'a/link'))
  const seen = await inspectDeletable(place('a'))
  expect(seen.what).toMatch(/^folder with 2 files \(\d+ bytes\)$/)
  await deletePath(place('a'), seen, null)
  expect(existsSync(join(folder, 'a'))).toBe(false)
  expect(await readFile(join(folder, 'outside/x'), 'utf8')).toBe('kept')
})

test('an empty folder, and a link itself', async () => {
  await mkdir(join(folder, 'empty'))
  await symlink('empty', join(folder, 'link'))
  const link = await inspectDeletable(place('link'))
  expect(link).toMatchObject({ kind: 'link', what: 'link' })
  await deletePath(place('link'), link, null)
  const empty = await inspectDeletable(place('empty'))
  expect(empty.what).toBe('empty folder')
  await deletePath(place('empty'), empty, null)
  expect([existsSync(join(folder, 'link')), existsSync(join(folder, 'empty'))]).toEqual([false, false])
})

test('what changed since it was looked at is left alone', async () => {
  await mkdir(join(folder, 'a'))
  await writeFile(join(folder, 'a/one'), '1')
  const seen = await inspectDeletable(place('a'))
  await writeFile(join(folder, 'a/two'), '2')
  await expect(deletePath(place('a'), seen, null)).rejects.toThrow(
    'a changed meanwhile, so nothing was deleted.',
  )
  expect(existsSync(join(folder, 'a/one'))).toBe(true)
})

test('protected names below a folder are found', async () => {
  await mkdir(join(folder, 'vendor/lib/.git'), { recursive: true })
  expect((await inspectDeletable(place('vendor'))).protectedBy).toBe('.git')
})

test('nothing there', async () => {
  await expect(inspectDeletable(place('gone'))).rejects.toMatchObject({ code: 'not_found' })
})
