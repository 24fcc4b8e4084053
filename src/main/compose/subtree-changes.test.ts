import { afterEach, expect, it } from 'vitest'
import type { SubtreeFile } from '../../contract/changes-api.ts'
import { calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const subtree = (id = 'SA-1', limit = 200) => test.app.changes.subtree({ taskId: test.id(id), limit })
const told = (files: SubtreeFile[]) =>
  Object.fromEntries(
    files.map(({ path, state, by }) => [
      path,
      [state, ...by.map(({ title, way, added, removed }) => `${title} ${way} +${added} −${removed}`)],
    ]),
  )

it('says each file once, with who changed it: by calls, in open worktrees and taken over', async () => {
  const gate = createGate()
  let together = 0
  const both = createGate()
  test = await startTestApp({
    files: { 'a.txt': 'one\ntwo\n', 'b.txt': 'b\n' },
    script: ({ opening, turn }) => {
      if (opening === 'All.') {
        if (turn === 0) return calling('write_to_file', { path: 'a.txt', content: 'ONE\ntwo\n' })
        const piece = (message: string) => ({ name: 'new_task', arguments: { mode: 'code', message } })
        if (turn === 1) return { calls: [piece('First.'), piece('Second.')] }
        return completing('Done.')
      }
      if (turn === 0) {
        if (++together === 2) both.open()
        const first = opening === 'First.'
        const content = first ? 'ONE\nTWO\n' : 'second\n'
        return heldStream(calling('write_to_file', { path: first ? 'a.txt' : 'c.txt', content }), both)
      }
      if (opening === 'Second.' && turn === 1) return calling('delete_file', { path: 'b.txt' })
      return opening === 'Second.' ? heldStream(completing('Done.'), gate) : completing('Done.')
    },
  })
  test.create('All.', { mode: 'code', approve: 'all' })
  const second = () => (test.task('SA-2').title === 'Second.' ? 'SA-2' : 'SA-3')
  const first = () => (second() === 'SA-2' ? 'SA-3' : 'SA-2')
  await test.until('SA-1', 'awaiting_subtask')
  await test.until(first(), 'completed')
  while (test.calls(second()).filter(({ outcome }) => outcome === 'ok').length < 2)
    await test.event(() => true)

  const open = await subtree()
  expect(told(open.files)).toEqual({
    'a.txt': ['changed', 'All. edit +1 −1', 'First. taken +1 −1'],
    'c.txt': ['created', 'Second. worktree +1 −0'],
    'b.txt': ['deleted', 'Second. worktree +0 −1'],
  })
  expect([open.tasks, open.moreTasks, open.moreFiles, open.unread]).toEqual([3, 0, 0, []])
  expect(Object.keys(told((await subtree(first())).files))).toEqual(['a.txt'])

  gate.open()
  await test.until('SA-1', 'completed')
  const done = await subtree()
  expect(told(done.files)['c.txt']).toEqual(['created', 'Second. taken +1 −0'])
  expect(
    done.files.every(({ by }) => by.every(({ way, between }) => (way === 'taken') === (between !== null))),
  ).toBe(true)
  expect([(await subtree('SA-1', 1)).files.length, (await subtree('SA-1', 1)).moreFiles]).toEqual([1, 2])

  await test.tasks.revertWork(test.id(first()))
  expect(told((await subtree()).files)['a.txt']).toEqual(['changed', 'All. edit +1 −1'])
  const [edit] = test.app.changes.edits({ taskId: test.id('SA-1'), path: 'a.txt' })
  expect(edit?.patch).toContain('+ONE')
})
