import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { preferencesSchema } from '../../contract/settings.ts'
import { openStoreForTest, temporaryStore } from '../testing/sample-store.ts'
import { createPreferences, type PreferencesFile } from './preferences.ts'

const defaults = preferencesSchema.parse({})

function open(kept: Record<string, unknown> = {}, watched = false) {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'))
  let held = new Map<string, unknown>(Object.entries(kept))
  const lastGood = {
    get: () => held,
    keep: (values: ReadonlyMap<string, unknown>) => (held = new Map(values)),
  }
  const path = join(folder, 'settings.json')
  const start = () => {
    const made = createPreferences({ folder, lastGood, watched })
    onTestFinished(() => made.dispose())
    return made
  }
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return { path, start, write: (text: string) => writeFileSync(path, text) }
}

const change = (settings: PreferencesFile) =>
  new Promise<void>((resolve) => {
    const stop = settings.listen(() => {
      stop()
      resolve()
    })
  })

test('settings are written into the file, which keeps what it had besides', () => {
  const { path, start, write } = open()
  write('{\n  // Why.\n  "of another version": true,\n}\n')
  const settings = start()
  settings.setPreferences({ theme: 'dark', maxDepth: 2 })
  settings.unsetPreferences(['maxDepth'])
  expect(readFileSync(path, 'utf8')).toMatch(
    /\/\/ Why\.\n {2}"of another version": true,\n {2}"theme": "dark"/,
  )
  expect(settings.state()).toMatchObject({ preferences: { ...defaults, theme: 'dark' }, set: ['theme'] })
})

test('where a value or the whole file is faulty the last good one holds, after a restart too', () => {
  const { start, write } = open()
  write('{ "theme": "dark", "fontSize": 15 }')
  expect(start().preferences()).toMatchObject({ theme: 'dark', fontSize: 15 })
  write('{ "theme": "neon", "fontSize": 16 }')
  expect(start().preferences()).toMatchObject({ theme: 'dark', fontSize: 16 })
  write('{ "theme": "light", ')
  const settings = start()
  expect(settings.preferences()).toMatchObject({ theme: 'dark', fontSize: 16 })
  expect(settings.state().problems).toEqual([{ severity: 'error', line: 1, message: expect.any(String) }])
  expect(() => settings.setPreferences({ theme: 'light' })).toThrow(
    expect.objectContaining({ code: 'conflict', message: expect.stringContaining('line 1') }),
  )
  settings.saveFile('{}')
  expect(settings.preferences()).toEqual(defaults)
})

test('what an editor writes is in force at once, also by way of another file', async () => {
  const { path, start, write } = open({}, true)
  const settings = start()
  expect(settings.preferences()).toEqual(defaults)
  let changed = change(settings)
  write('{ "density": "compact" }')
  await changed
  expect(settings.preferences().density).toBe('compact')
  changed = change(settings)
  writeFileSync(`${path}.swap`, '{ "density": 7 }')
  renameSync(`${path}.swap`, path)
  await changed
  expect([settings.preferences().density, settings.state().problems.length]).toEqual(['compact', 1])
  changed = change(settings)
  rmSync(path)
  await changed
  expect(settings.preferences()).toEqual(defaults)
})

test('without a file what was kept before holds, and goes into the first that is written', () => {
  const { path, start } = open({ theme: 'dark', maxDepth: 'deep', colour: 'green' })
  const settings = start()
  expect([settings.preferences().theme, settings.state().exists]).toEqual(['dark', false])
  expect(settings.file().text).toBe('{\n  "theme": "dark"\n}\n')
  settings.setPreferences({ maxDepth: 1 })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ theme: 'dark', maxDepth: 1 })
})

test('a backup of the database brings the settings along', () => {
  const { folder, store } = temporaryStore()
  store.settings.setPreferences({ theme: 'dark' })
  store.dispose()
  rmSync(join(folder, 'settings.json'))
  expect(openStoreForTest(folder).settings.preferences()).toEqual({ ...defaults, theme: 'dark' })
})

test('checking a text writes nothing', () => {
  const { start, write, path } = open()
  write('{}')
  expect(start().checkFile('{\n"theme": 1 }').problems[0]?.line).toBe(2)
  expect(readFileSync(path, 'utf8')).toBe('{}')
})
