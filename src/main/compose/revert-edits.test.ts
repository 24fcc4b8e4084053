import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { calling, completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const lines = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('')
const changed = lines.replace('line 3\n', 'line three\n').replace('line 25\n', 'line twenty-five\n')
const path = () => join(test.folder, 'a.txt')
const read = () => readFileSync(path(), 'utf8')
const edit = (at: number) => {
  const call = test.calls('SA-1').filter(({ display }) => display?.type === 'edit')[at]
  if (call === undefined) throw new Error(`There is no edit ${at}.`)
  return call
}
const revert = (at: number, hunks: number[], back = false) =>
  test.app.changes.revert({ taskId: test.id('SA-1'), edits: [{ callId: edit(at).callId, hunks }], back })

/** A task that changed two places of a.txt, and made new.txt. */
async function edited(): Promise<void> {
  test = await startTestApp({
    files: { 'a.txt': lines },
    script: ({ turn }) => {
      if (turn === 0) return calling('write_to_file', { path: 'a.txt', content: changed })
      if (turn === 1) return calling('write_to_file', { path: 'new.txt', content: 'new\n' })
      return completing('Done.')
    },
  })
  test.create('Edit.', { mode: 'code', delegation: false, approve: 'all' })
  await test.until('SA-1', 'completed')
}

it('takes one place back and puts it in again, writes both down, and tells the task without waking it', async () => {
  await edited()
  const requests = test.server.requests.length
  await revert(0, [1])
  expect(read()).toBe(lines.replace('line 3\n', 'line three\n'))
  expect(edit(0).reverted).toEqual([1])
  expect(test.view('SA-1').items.at(-1)).toMatchObject({
    type: 'message',
    from: 'engine',
    text: 'This is a notice from Treeline, not from the user. The user took one change of yours in a.txt back.',
  })
  await expect(revert(0, [1])).rejects.toThrow('was taken back already')
  await revert(0, [1], true)
  expect([read(), edit(0).reverted]).toEqual([changed, undefined])
  await expect(revert(0, [0], true)).rejects.toThrow('it was not taken back')
  expect([test.task('SA-1').status, test.server.requests.length]).toEqual(['completed', requests])

  // The model reads of it with what comes next.
  test.tasks.send(test.id('SA-1'), 'And now?')
  await test.event(({ body }) => body.type === 'task.completed')
  const sent = JSON.stringify(test.server.requests.at(-1)?.body)
  expect(sent).toContain('The user took one change of yours in a.txt back.')
  expect(sent).toContain('The user put one change of yours in a.txt back in.')
})

it('takes a new file away and brings it back, and finds what was done already', async () => {
  await edited()
  const made = join(test.folder, 'new.txt')
  await revert(1, [0])
  expect(existsSync(made)).toBe(false)
  await revert(1, [0], true)
  expect(readFileSync(made, 'utf8')).toBe('new\n')
  rmSync(made)
  await revert(1, [0])
  expect([existsSync(made), edit(1).reverted]).toEqual([false, [0]])
})

it('writes nothing where a line is not as it was left, and leaves what came elsewhere', async () => {
  await edited()
  writeFileSync(path(), changed.replace('line three', 'line 3 by hand'))
  const before = read()
  await expect(revert(0, [0])).rejects.toThrow('The lines of a.txt are not as SA-1 left them there')
  await expect(revert(0, [0, 1])).rejects.toThrow('so nothing was taken back')
  expect([read(), edit(0).reverted]).toEqual([before, undefined])
  await revert(0, [1])
  expect(read()).toBe(lines.replace('line 3\n', 'line 3 by hand\n'))
  await expect(revert(0, [7])).rejects.toThrow('no such place')

  // What it says survives a restart.
  await test.restart()
  expect(edit(0).reverted).toEqual([1])
})
