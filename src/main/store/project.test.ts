import { expect, test } from 'vitest'
import type { TaskEventBody } from '../../contract/task-event.ts'
import {
  approvalDecided,
  approvalRequested,
  callId,
  created,
  messageId,
  prepareGround,
  sampleMode,
  statusChanged,
  subtaskReturned,
  subtaskStarted,
  taskId,
  toolFinished,
  toolStarted,
  turnCommitted,
  turnId,
  turnRequested,
} from '../testing/sample-events.ts'
import { temporaryStore } from '../testing/sample-store.ts'

const parent = taskId('P')
const child = taskId('C')
const otherChild = taskId('D')

/** A task at work on a turn with three calls. */
function prepare() {
  const { store } = temporaryStore()
  const ground = prepareGround(store)
  const append = (...bodies: TaskEventBody[]) =>
    store.events.append(
      bodies.map((body) => ({ taskId: parent, body })),
      2,
    )
  append(
    created(store, ground, parent),
    statusChanged('queued', 'in_progress'),
    turnRequested(turnId(1)),
    turnCommitted(turnId(1), [
      [callId('test'), 'execute_command', { command: 'npm test' }],
      [callId('read'), 'read_file', { path: 'src/a.ts' }],
      [callId('new'), 'new_task', { mode: 'code', message: 'Do it.' }],
    ]),
  )
  /** The child of a call, made and linked as the engine does it. */
  const startChild = (id: typeof child, call = callId('new'), background = false) => {
    const body = created(store, ground, id, {
      parentId: parent,
      rootId: parent,
      depth: 1,
      parentCallId: call,
      background,
    })
    store.events.append(
      [
        { taskId: id, body },
        { taskId: parent, body: subtaskStarted(call, id, body.displayId, background) },
      ],
      3,
    )
    return body.displayId
  }
  const activity = () => store.tasks.get(parent)?.activity
  return { store, ground, append, startChild, activity }
}

const failure = { kind: 'server', message: 'HTTP 500', httpStatus: 500, retryInMs: 10 } as const

test.each<[string, TaskEventBody[]]>([
  ['thinking', [turnRequested(turnId(2))]],
  ['thinking, try 2', [turnRequested(turnId(2)), turnRequested(turnId(2), 2)]],
  ['said: Let me see.', [turnRequested(turnId(2)), turnCommitted(turnId(2))]],
  [
    'request failed: HTTP 500',
    [turnRequested(turnId(2)), { type: 'turn.aborted', turnId: turnId(2), failure }],
  ],
  [
    'stopped',
    [
      turnRequested(turnId(2)),
      { type: 'turn.aborted', turnId: turnId(2), failure: { ...failure, kind: 'stopped' } },
    ],
  ],
  ['read_file src/a.ts', [toolStarted(callId('read'))]],
  ['read_file src/a.ts', [toolStarted(callId('read')), toolFinished(callId('read'))]],
  ['read_file src/a.ts failed', [toolStarted(callId('read')), toolFinished(callId('read'), 'error')]],
  ['execute_command npm test was refused', [toolFinished(callId('test'), 'refused')]],
  ['asks to run npm test', [approvalRequested('1', callId('test'), 'npm test')]],
  [
    'approved: run npm test',
    [approvalRequested('1', callId('test'), 'npm test'), approvalDecided('1', callId('test'))],
  ],
  [
    'asks to run ls',
    [
      approvalRequested('1', callId('test'), 'npm test'),
      approvalRequested('2', callId('read'), 'ls'),
      approvalDecided('1', callId('test'), 'rejected'),
    ],
  ],
  [
    'asks: Which one?',
    [{ type: 'question.asked', callId: callId('read'), question: 'Which one?', suggestions: [] }],
  ],
  [
    'was told: That one.',
    [
      { type: 'question.asked', callId: callId('read'), question: 'Which one?', suggestions: [] },
      { type: 'question.answered', callId: callId('read'), answer: 'That one.', by: 'person' },
    ],
  ],
  [
    'got a message: Go on.',
    [{ type: 'message.added', messageId: messageId(1), from: 'person', text: 'Go on.' }],
  ],
  ['switched to m-2', [{ type: 'model.changed', providerId: 'p' as never, model: 'm-2' }]],
  ['done: It works.', [{ type: 'task.completed', result: 'It works.' }]],
  ['failed: No luck.', [{ type: 'task.failed', message: 'No luck.', failure: null }]],
  ['cancelled', [{ type: 'task.cancelled', by: 'person', reason: '' }]],
  [
    'thinking',
    [
      turnRequested(turnId(2)),
      { type: 'message.added', messageId: messageId(1), from: 'engine', text: 'Use a tool.' },
      { type: 'todo.updated', items: [] },
      { type: 'title.changed', title: 'New' },
      statusChanged('in_progress', 'paused'),
    ],
  ],
])('says "%s"', (words, bodies) => {
  const { append, activity } = prepare()
  append(...bodies)
  expect(activity()).toBe(words)
})

test('a row follows its task', () => {
  const { store, append } = prepare()
  const plan = store.modes.keep({ ...sampleMode, slug: 'plan', name: 'Plan' })
  append(
    turnRequested(turnId(2)),
    turnCommitted(turnId(2), [], { inputTokens: 7, outputTokens: 2, cachedTokens: 0, cost: null }),
    {
      type: 'mode.switched',
      from: 'code',
      to: 'plan',
      modeName: 'Plan',
      modeSnapshotId: plan,
      by: 'person',
      reason: '',
    },
    { type: 'model.changed', providerId: 'local' as never, model: 'm-2' },
    { type: 'title.changed', title: 'New' },
    statusChanged('in_progress', 'paused', 'You stopped it.'),
  )
  expect(store.tasks.get(parent)).toMatchObject({
    ...{
      mode: 'plan',
      modeName: 'Plan',
      modeSnapshotId: plan,
      providerId: 'local',
      model: 'm-2',
      title: 'New',
    },
    ...{ status: 'paused', statusReason: 'You stopped it.', inputTokens: 107, outputTokens: 12, cost: 0.25 },
  })
})

test('a parent names those it still waits for, and then what it heard', () => {
  const { append, startChild, activity } = prepare()
  const first = startChild(child)
  expect(activity()).toBe(`waits for ${first}`)
  const second = startChild(otherChild, callId('read'))
  expect(activity()).toBe(`waits for ${first}, ${second}`)
  append(subtaskReturned(callId('new'), child, first))
  expect(activity()).toBe(`waits for ${second}`)
  append(subtaskReturned(callId('read'), otherChild, second, 'failed'))
  expect(activity()).toBe(`${second} failed`)
})

test('nobody waits for a child in the background', () => {
  const { append, startChild, activity } = prepare()
  const first = startChild(child, callId('new'), true)
  expect(activity()).toBe(`started ${first}`)
  append(subtaskReturned(callId('new'), child, first))
  expect(activity()).toBe(`heard from ${first}`)
})

test('a link tells whose a child is and how it came back', () => {
  const { store, append, startChild } = prepare()
  const displayId = startChild(child)
  const link = {
    parentId: parent,
    parentCallId: callId('new'),
    childId: child,
    background: false,
    outcome: null,
  }
  expect(store.subtasks.ofChild(child)).toEqual(link)
  expect(store.subtasks.ofCall(callId('new'))).toEqual(link)
  append(subtaskReturned(callId('new'), child, displayId, 'cancelled'))
  expect(store.subtasks.ofChild(child)).toEqual({ ...link, outcome: 'cancelled' })
  expect([store.subtasks.ofChild(parent), store.subtasks.ofCall(callId('read'))]).toEqual([null, null])
})

test('a call starts one child, and a child has one parent', () => {
  const { store, startChild } = prepare()
  startChild(child)
  const before = store.tasks.list()
  expect(() => startChild(otherChild)).toThrow(expect.objectContaining({ code: 'conflict' }))
  expect(store.tasks.list()).toEqual(before)
  expect(() =>
    store.events.append([{ taskId: parent, body: subtaskStarted(callId('read'), child, 'TR-2') }], 4),
  ).toThrow(expect.objectContaining({ code: 'conflict' }))
})

test('a child that does not exist cannot be started', () => {
  const { store, append } = prepare()
  const before = store.events.read(parent, 0, 100)
  expect(() => append(subtaskStarted(callId('new'), taskId('nobody'), 'TR-9'))).toThrow('FOREIGN KEY')
  expect(store.events.read(parent, 0, 100)).toEqual(before)
})

test('a summary lands exactly once', () => {
  const { store, append, startChild } = prepare()
  const displayId = startChild(child)
  const returned = subtaskReturned(callId('new'), child, displayId)
  append(returned)
  const before = store.events.read(parent, 0, 100)
  expect(() => append(returned)).toThrow('has returned before')
  expect(() => append(subtaskReturned(callId('new'), child, displayId, 'failed'))).toThrow(
    'has returned before',
  )
  expect(store.events.read(parent, 0, 100)).toEqual(before)
})

test('only the child that a call awaits can return to it', () => {
  const { store, append, startChild } = prepare()
  const displayId = startChild(child)
  expect(() => append(subtaskReturned(callId('read'), child, displayId))).toThrow('is not awaited')
  expect(() => append(subtaskReturned(callId('new'), otherChild, displayId))).toThrow('is not awaited')
  const toChild = { taskId: child, body: subtaskReturned(callId('new'), child, displayId) }
  expect(() => store.events.append([toChild], 3)).toThrow('is not awaited')
  expect(store.subtasks.ofChild(child)?.outcome).toBeNull()
})

test.each<[string, TaskEventBody[]]>([
  ['goes from paused to in_progress, but it is in_progress', [statusChanged('paused', 'in_progress')]],
  ['A task that is in_progress cannot become queued', [statusChanged('in_progress', 'queued')]],
  ['is no open call', [toolStarted(callId('none'))]],
  ['has a result already', [toolFinished(callId('read')), toolFinished(callId('read'))]],
  ['is no open call', [toolFinished(callId('read')), toolStarted(callId('read'))]],
  ['was committed before', [turnCommitted(turnId(1))]],
  ['was committed before', [turnRequested(turnId(1), 2)]],
  [
    'has been decided already',
    [
      approvalRequested('1', callId('test'), 'ls'),
      approvalDecided('1', callId('test')),
      approvalDecided('1', callId('test'), 'rejected'),
    ],
  ],
  ['has been decided already, or is none', [approvalDecided('1', callId('test'))]],
  [
    'has been decided already, or is none',
    [approvalRequested('1', callId('test'), 'ls'), approvalDecided('1', callId('read'))],
  ],
])('throws "%s" and keeps nothing', (words, bodies) => {
  const { store, append } = prepare()
  const before = [store.tasks.list(), store.events.read(parent, 0, 100)]
  expect(() => append(...bodies)).toThrow(words)
  expect([store.tasks.list(), store.events.read(parent, 0, 100)]).toEqual(before)
})

test('a task is created once', () => {
  const { store, ground, append } = prepare()
  expect(() => append(created(store, ground, parent))).toThrow('was created twice')
})

test('a second answer to an approval is a conflict that a person may see', () => {
  const { append } = prepare()
  append(approvalRequested('1', callId('test'), 'ls'), approvalDecided('1', callId('test')))
  expect(() => append(approvalDecided('1', callId('test'), 'rejected'))).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  )
})

test('a task needs a workspace and a mode that are kept, and a display id of its own', () => {
  const { store, ground } = prepare()
  const make = (change: object) => () =>
    store.events.append([{ taskId: child, body: created(store, ground, child, change) }], 3)
  expect(make({ workspaceId: 'wsp_none' })).toThrow('FOREIGN KEY')
  expect(make({ modeSnapshotId: 'none' })).toThrow('FOREIGN KEY')
  expect(make({ parentId: taskId('none') })).toThrow('FOREIGN KEY')
  expect(make({ displayId: store.tasks.get(parent)?.displayId.toLowerCase() })).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  )
  expect(store.tasks.get(child)).toBeNull()
})
