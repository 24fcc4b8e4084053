import { expect, it } from 'vitest'
import type { CallId, TaskId, TurnId } from '../../contract/ids.ts'
import { applyEvent, replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent, TaskEventBody } from '../../contract/task-event.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { noUsage } from '../../contract/usage.ts'
import { buildHistory } from './history.ts'

const taskId = 'tsk_1' as TaskId
const created: TaskEventBody = {
  type: 'task.created',
  displayId: 'SA-1',
  parentId: null,
  rootId: taskId,
  parentCallId: null,
  depth: 0,
  background: false,
  workspaceId: 'wsp_1' as never,
  folder: '/work',
  mode: 'code',
  modeName: 'Code',
  modeSnapshotId: 'x' as never,
  delegation: true,
  title: 'T',
  message: 'Do it.',
  providerId: null,
  model: null,
}
const requested = (id: string): TaskEventBody => ({
  type: 'turn.requested',
  turnId: id as TurnId,
  mode: 'code',
  model: 'm',
  providerId: 'p' as never,
  attempt: 1,
})
const committed = (id: string, text: string, ...calls: string[]): TaskEventBody => ({
  type: 'turn.committed',
  turnId: id as TurnId,
  text,
  reasoning: 'kept beside',
  calls: calls.map((name) => ({
    callId: `call_${name}` as CallId,
    modelCallId: name,
    name: 'read_file',
    arguments: '{}',
  })),
  finish: 'stop',
  usage: noUsage,
  durationMs: 1,
})
const finished = (name: string): TaskEventBody => ({
  type: 'tool.finished',
  callId: `call_${name}` as CallId,
  outcome: 'ok',
  result: `result of ${name}`,
  display: null,
  durationMs: 1,
})
const said = (from: 'person' | 'engine', text: string): TaskEventBody => ({
  type: 'message.added',
  messageId: `msg_${text}` as never,
  from,
  text,
})

function viewOf(...bodies: TaskEventBody[]): TaskView {
  const view = replayTask(
    [created, ...bodies].map((body, index) => ({ taskId, seq: index + 1, at: 0, body })),
  )
  if (view === null) throw new Error('no view')
  return view
}
function go(view: TaskView, ...bodies: TaskEventBody[]): void {
  for (const body of bodies)
    applyEvent(view, { taskId, seq: view.lastSeq + 1, at: 0, body } satisfies TaskEvent)
}

it('is the prompt, the messages and the committed turns, each call followed by its result', () => {
  const view = viewOf(
    requested('turn_1'),
    {
      type: 'turn.aborted',
      turnId: 'turn_1' as TurnId,
      failure: { kind: 'network', message: '', httpStatus: null, retryInMs: 1 },
    },
    requested('turn_2'),
    said('person', 'Meanwhile.'),
    committed('turn_2', 'Reading.', 'b', 'a'),
    finished('b'),
    said('person', 'Later.'),
    finished('a'),
  )
  expect(buildHistory('Prompt.', view)).toEqual([
    { role: 'system', content: 'Prompt.' },
    { role: 'user', content: 'Do it.' },
    {
      role: 'assistant',
      content: 'Reading.',
      reasoning: 'kept beside',
      calls: ['b', 'a'].map((id) => ({ id, name: 'read_file', arguments: '{}' })),
    },
    { role: 'tool', callId: 'b', content: 'result of b' },
    { role: 'tool', callId: 'a', content: 'result of a' },
    { role: 'user', content: 'Meanwhile.' },
    { role: 'user', content: 'Later.' },
  ])
})

it('cannot be built while a call has no result, and can as soon as it has', () => {
  const view = viewOf(requested('turn_1'), committed('turn_1', '', 'a', 'b'), finished('a'))
  expect(() => buildHistory('', view)).toThrow('Call call_b (read_file) has no result yet.')
  go(view, finished('b'))
  expect(buildHistory('', view)).toHaveLength(5)
})

it('grows at its end only: every request begins with the one before it', () => {
  const view = viewOf()
  const steps = [
    [requested('turn_1'), committed('turn_1', 'One.')],
    [said('engine', 'Nudge.')],
    [requested('turn_2'), committed('turn_2', 'Two.', 'a'), finished('a')],
    [said('person', 'More.'), { type: 'title.changed', title: 'New' } as const],
  ]
  let before = buildHistory('Prompt.', view)
  for (const bodies of steps) {
    go(view, ...bodies)
    const now = buildHistory('Prompt.', view)
    expect(now.length).toBeGreaterThan(before.length)
    expect(now.slice(0, before.length)).toEqual(before)
    before = now
  }
})

it('that was condensed is the first message, the summary, and what came after, still growing at its end', () => {
  const view = viewOf(
    requested('turn_1'),
    committed('turn_1', 'One.', 'a'),
    finished('a'),
    said('person', 'More.'),
    requested('turn_2'),
    committed('turn_2', 'Two.', 'b'),
    finished('b'),
    { type: 'history.condensed', summary: 'It read a.', items: 3, tokensBefore: 100, usage: noUsage },
  )
  const history = buildHistory('Prompt.', view)
  expect(history).toMatchObject([
    { role: 'system', content: 'Prompt.' },
    { role: 'user', content: 'Do it.' },
    { role: 'user', content: expect.stringMatching(/^This is a notice from Treeline[\s\S]*It read a\.$/) },
    { role: 'assistant', content: 'Two.' },
    { role: 'tool', content: 'result of b' },
  ])
  go(view, requested('turn_3'), committed('turn_3', 'Three.'))
  const longer = buildHistory('Prompt.', view)
  expect(longer).toHaveLength(history.length + 1)
  // The very same objects, so that nothing is turned into bytes twice.
  for (const [at, message] of history.slice(1).entries()) expect(longer[at + 1]).toBe(message)
  go(view, {
    type: 'history.condensed',
    summary: 'It read all.',
    items: 5,
    tokensBefore: null,
    usage: noUsage,
  })
  expect(buildHistory('', view).map(({ content }) => content.slice(-12))).toEqual([
    '',
    'Do it.',
    'It read all.',
    'Three.',
  ])
})

it('does not keep what it made of a turn that was still being streamed', () => {
  const view = viewOf(requested('turn_1'))
  expect(buildHistory('', view)).toHaveLength(2)
  go(view, committed('turn_1', 'Whole.'))
  expect(buildHistory('', view).at(-1)).toMatchObject({ role: 'assistant', content: 'Whole.', calls: [] })
})
