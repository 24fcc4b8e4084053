import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, watch, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'
import { findEditor } from '../workspace/start-editor.ts'

let test: TestApp
afterEach(() => test.dispose())

/** A task, and an editor that writes down what it was started with. */
async function begun() {
  test = await startTestApp({ files: { 'src/a b.txt': 'one\n' }, script: () => completing('Done.') })
  test.create('Look.', { mode: 'code', delegation: false, approve: 'all' })
  await test.until('SA-1', 'completed')
  const base = dirname(test.folder)
  const editor = join(base, 'my editor')
  const log = join(base, 'started')
  writeFileSync(editor, `#!/bin/sh\nprintf '%s|' "$@" > '${log}.part'\nmv '${log}.part' '${log}'\n`)
  chmodSync(editor, 0o755)
  const started = () =>
    new Promise<string>((resolve) => {
      const look = () => {
        if (existsSync(log)) resolve(readFileSync(log, 'utf8'))
      }
      const watcher = watch(base, () => {
        if (!existsSync(log)) return
        watcher.close()
        look()
      })
    })
  const set = (value: unknown) =>
    writeFileSync(
      join(test.dataFolder, 'settings.json'),
      `{\n  // Mine.\n  "editor": ${JSON.stringify(value)}\n}\n`,
    )
  const open = (path: string, line = 1) =>
    test.app.changes.openInEditor({ taskId: test.id('SA-1'), path, line })
  return { base, editor, started, set, open }
}

it('starts the editor of settings.json on the line, its arguments untouched by any shell', async () => {
  const { editor, started, set, open } = await begun()
  set([editor, '$(touch hacked)', '--at', '{file}:{line}'])
  const told = started()
  expect(await open('src/a b.txt', 7)).toEqual({ editor: 'my editor' })
  expect(await told).toBe(`$(touch hacked)|--at|${join(test.folder, 'src/a b.txt')}:7|`)
})

it('opens nothing outside of the folder, and says what is wrong', async () => {
  const { base, set, open } = await begun()
  set([join(base, 'nowhere'), '{file}'])
  await expect(open('src/a b.txt')).rejects.toThrow('could not be started')
  await expect(open('../secret')).rejects.toThrow('is outside of')
  await expect(open('/etc/passwd')).rejects.toThrow('is outside of')
  symlinkSync('/etc', join(test.folder, 'link'))
  await expect(open('link/passwd')).rejects.toThrow('is outside of')
  await expect(open('gone.txt')).rejects.toThrow('not there any more')
  set(7)
  await expect(open('src/a b.txt')).rejects.toThrow('is no command')
})

it('can be set in the file and by no call', async () => {
  const { set, editor } = await begun()
  set([editor, '{file}'])
  const { settings } = test.app.store
  const { text } = { text: readFileSync(join(test.dataFolder, 'settings.json'), 'utf8') }
  for (const other of ['{ "editor": "evil" }', '{}', '{ "editor": ["evil"], "theme": "dark" }'])
    expect(() => settings.saveFile(other)).toThrow('can be changed in settings.json only')
  expect(settings.saveFile(text.replace('{', '{ "theme": "dark",')).problems).toEqual([])
  settings.setPreferences({ theme: 'light', ...{ editor: ['evil'] } })
  expect(readFileSync(join(test.dataFolder, 'settings.json'), 'utf8')).toContain(
    JSON.stringify([editor, '{file}']),
  )
})

it('finds a known editor in PATH, which relative folders are no part of', async () => {
  const { base } = await begun()
  mkdirSync(join(base, 'bin'))
  writeFileSync(join(base, 'bin', 'code'), '')
  chmodSync(join(base, 'bin', 'code'), 0o755)
  expect(findEditor(null, { PATH: `.:${join(base, 'bin')}` })).toEqual([
    join(base, 'bin', 'code'),
    '--goto',
    '{file}:{line}',
  ])
  expect(findEditor(['mine'], { PATH: '' })).toEqual(['mine'])
})
