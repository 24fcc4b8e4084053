import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const lines = 'one\ntwo\nthree\nfour\nfive\n'
const git = (...args: string[]) => execFileSync('git', args, { cwd: test.folder, encoding: 'utf8' })
const write = (path: string, content: string) => calling('write_to_file', { path, content })
const piece = (message: string, extra: object = {}) => ({
  name: 'new_task',
  arguments: { mode: 'code', message, ...extra },
})
const think = () => calling('update_todo_list', { todos: [{ text: 'Think', status: 'pending' }] })

/** What of the person's must stay as it is: index, branches, stash, files. */
const persons = () => [
  git('ls-files', '--stage'),
  git('for-each-ref')
    .split('\n')
    .filter((line) => !line.includes('refs/treeline/')),
  git('stash', 'list'),
  git('status', '--porcelain'),
]

/** Watches the tree until its rows are as wanted. */
async function rows(wanted: (row: (displayId: string) => TaskSummary | undefined) => boolean) {
  const watching = new AbortController()
  const tasks = new Map<string, TaskSummary>()
  for await (const frame of test.app.engine.watch.tree(watching.signal)) {
    for (const task of frame.tasks) tasks.set(task.displayId, task)
    if (wanted((id) => tasks.get(id))) break
  }
  watching.abort()
  return tasks
}
const marks = (tasks: Map<string, TaskSummary>, displayId: string) =>
  tasks.get(displayId)?.clashes?.map(({ with: other, paths }) => [other?.displayId ?? 'folder', ...paths])

/** Plays children by their opening: what each does before its gate, and after. */
const children =
  (
    parent: (conversation: Conversation) => ScriptedTurn | Promise<ScriptedTurn>,
    plays: Record<string, (conversation: Conversation) => ScriptedTurn | Promise<ScriptedTurn>>,
  ) =>
  (conversation: Conversation) =>
    (plays[conversation.opening] ?? parent)(conversation)

it('marks those that clash before either finishes, not those that do not, until it no longer holds', async () => {
  const gates = { first: createGate(), second: createGate(), third: createGate() }
  test = await startTestApp({
    files: { 'a.txt': lines },
    script: children(
      ({ turn }) =>
        turn === 0 ? { calls: [piece('First.'), piece('Second.'), piece('Third.')] } : completing('Done.'),
      {
        'First.': ({ turn }) =>
          turn === 0
            ? write('a.txt', lines.replace('two', 'two of First'))
            : heldStream(completing('Done.'), gates.first),
        'Second.': ({ turn }) =>
          turn === 0
            ? write('a.txt', lines.replace('two', 'two of Second'))
            : turn === 1
              ? heldStream(write('a.txt', lines.replace('two', 'two of First')), gates.second)
              : heldStream(completing('Done.'), gates.third),
        'Third.': ({ turn }) =>
          turn === 0
            ? write('a.txt', lines.replace('five', 'five of Third'))
            : heldStream(completing('Done.'), gates.third),
      },
    ),
  })
  const before = persons()
  test.create('All.', { approve: 'all' })
  const both = await rows((row) => row('SA-2')?.clashes !== undefined && row('SA-3')?.clashes !== undefined)
  expect(['SA-2', 'SA-3', 'SA-4'].map((id) => marks(both, id))).toEqual([
    [['SA-3', 'a.txt']],
    [['SA-2', 'a.txt']],
    undefined,
  ])
  expect(persons()).toEqual(before)

  gates.first.open()
  const landed = await rows((row) => row('SA-3')?.clashes?.[0]?.with === null)
  expect(['SA-2', 'SA-3'].map((id) => marks(landed, id))).toEqual([undefined, [['folder', 'a.txt']]])

  gates.second.open()
  await rows((row) => row('SA-3') !== undefined && row('SA-3')?.clashes === undefined)
  gates.third.open()
  await test.until('SA-1', 'completed')
  expect(readFileSync(join(test.folder, 'a.txt'), 'utf8')).toBe(
    lines.replace('two', 'two of First').replace('five', 'five of Third'),
  )
  expect(test.view('SA-1').items.filter((item) => item.type === 'message' && item.from === 'engine')).toEqual(
    [],
  )
  expect(test.faults()).toEqual([])
})

it('tells the parent with its next request, once, and sees what the parent itself changes', async () => {
  const gates = { parent: createGate(), children: createGate(), later: createGate() }
  const requests: string[][] = []
  const play = (line: string) => (conversation: Conversation) =>
    conversation.turn === 0
      ? write('a.txt', lines.replace(line, `${line} of ${conversation.opening}`))
      : heldStream(completing('Done.'), gates.children)
  test = await startTestApp({
    files: { 'a.txt': lines },
    script: children(
      ({ turn, body }) => {
        requests[turn] = body.messages.map(({ content }) => content ?? '')
        if (turn === 0) {
          const messages = ['First.', 'Second.', 'Third.']
          return { calls: messages.map((one) => piece(one, { background: true })) }
        }
        if (turn === 1) return heldStream(think(), gates.parent)
        if (turn === 2) return write('a.txt', lines.replace('five', 'five of the parent'))
        return heldStream(think(), gates.later)
      },
      { 'First.': play('two'), 'Second.': play('two'), 'Third.': play('five') },
    ),
  })
  test.create('All.', { mode: 'code', approve: 'all' })
  await rows((row) => row('SA-2')?.clashes !== undefined)
  const words =
    'SA-2 and SA-3 are changing the same places in ways that do not go together: a.txt. Nothing is lost'
  const told = (turn: number) => requests[turn]?.filter((text) => text.includes(words)).length
  // Nobody is woken, and nothing is said before the model is asked.
  expect(test.view('SA-1').items.some((item) => item.type === 'message' && item.text.includes(words))).toBe(
    false,
  )
  gates.parent.open()
  const mine = await rows((row) => row('SA-4')?.clashes !== undefined)
  expect(marks(mine, 'SA-4')).toEqual([['folder', 'a.txt']])
  await gates.later.reached
  expect([told(1), told(2), told(3)]).toEqual([0, 1, 1])
  test.tasks.cancel(test.id('SA-1'), '')
  const after = await rows((row) => row('SA-2')?.status === 'cancelled')
  expect(['SA-2', 'SA-3', 'SA-4'].map((id) => marks(after, id))).toEqual([undefined, undefined, undefined])
})
