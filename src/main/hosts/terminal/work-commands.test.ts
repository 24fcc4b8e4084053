import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { calling, completing } from '../../testing/conversation.ts'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { startTestApp, type TestApp } from '../../testing/test-app.ts'
import { lentBy, treelineWith } from '../../testing/treeline-command.ts'

const files = { 'a.txt': 'one\ntwo\nthree\n', 'gone.txt': 'gone\n', 'no end.txt': 'old' }
let test: TestApp
beforeAll(async () => {
  test = await startTestApp({
    files,
    script: ({ opening, turn }) => {
      if (opening === 'All.') {
        const piece = (message: string) => ({ name: 'new_task', arguments: { mode: 'code', message } })
        return turn === 0 ? { calls: [piece('First.'), piece('Second.')] } : completing('Done.')
      }
      if (opening === 'Second.') return completing('Nothing to do.')
      const command =
        'printf "one\\n2\\nthree\\n" > a.txt; rm gone.txt; printf new > "no end.txt"; mkdir d; echo x > d/x.txt'
      return turn === 0 ? calling('execute_command', { command }) : completing('Done.')
    },
  })
  test.create('All.', { approve: 'all' })
  await test.until('SA-1', 'completed')
})
afterAll(() => test.dispose())

const treeline = (...argv: string[]) => treelineWith(lentBy(test), ...argv)

it('treeline work lists what was taken over, as JSON too, while the app is at work', async () => {
  expect(await treeline('work', 'sa-2')).toEqual({
    code: 0,
    out: 'changed  a.txt  +1 -1\nadded    d/x.txt  +1 -0\ndeleted  gone.txt  +0 -1\nchanged  no end.txt  +1 -1\n',
    err: `What SA-2 changed, for ${test.folder}:\n`,
  })
  const { out } = await treeline('work', 'SA-2', '--json')
  expect(JSON.parse(out)).toEqual(await test.app.engine.work(test.id('SA-2')))
  expect(await treeline('work', 'SA-1', '--json')).toEqual({ code: 0, out: 'null\n', err: '' })
  expect(await treeline('work', 'SA-1')).toEqual({
    code: 0,
    out: '',
    err: 'SA-1 has no worktree of its own, and nothing was taken over from one.\n',
  })
})

it('treeline work --diff prints a diff that git takes', async () => {
  const { code, out, err } = await treeline('work', 'SA-2', '--diff')
  expect([code, err]).toEqual([0, ''])
  const folder = temporaryFolder()
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  mkdirSync(join(folder, 'd'))
  execFileSync('git', ['apply', '-'], { cwd: folder, input: out })
  const now = ['a.txt', 'd/x.txt', 'no end.txt'].map((path) => readFileSync(join(folder, path), 'utf8'))
  expect(now).toEqual(['one\n2\nthree\n', 'x\n', 'new'])
  expect(JSON.parse((await treeline('work', 'SA-2', '--diff', '--json')).out).diff).toBe(out)
})

it('says what is wrong with what was typed, and ends with 2', async () => {
  for (const argv of [
    ['work', 'SA-9'],
    ['revert', 'SA-9'],
    ['work'],
    ['revert'],
    ['work', 'SA-2', '--patch'],
  ]) {
    const { code, out, err } = await treeline(...argv)
    expect([argv, code, out]).toEqual([argv, 2, ''])
    expect(err).toMatch(/There is no task SA-9|missing required argument|unknown option/)
  }
})

it('treeline revert takes it back once, and says in words why not again', async () => {
  expect(await treeline('revert', 'SA-2')).toEqual({
    code: 0,
    out: 'changed  a.txt\ndeleted  d/x.txt\nadded    gone.txt\nchanged  no end.txt\n',
    err: `What SA-2 changed in ${test.folder} was taken back.\n`,
  })
  expect(readFileSync(join(test.folder, 'a.txt'), 'utf8')).toBe(files['a.txt'])
  expect(await treeline('revert', 'SA-2')).toEqual({
    code: 1,
    out: '',
    err: 'The work of SA-2 was taken back already.\n',
  })
})
