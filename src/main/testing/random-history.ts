import fc from 'fast-check'
import type { CallId, TaskId, TurnId } from '../../contract/ids.ts'
import type { TaskEventBody } from '../../contract/task-event.ts'
import { taskMessageKindSchema } from '../../contract/task-message.ts'
import { isEnded, isStopped, type TaskStatus } from '../../contract/task-status.ts'
import type { Store } from '../store/store.ts'
import { type Call, type Choice, callMoves } from './random-call-moves.ts'
import * as sample from './sample-events.ts'

/** Histories as lists of decisions, so that they shrink to short ones. */
export const historyArbitrary = fc.array(
  fc.record({
    pick: fc.nat(10_000),
    text: fc.string({ unit: 'binary', maxLength: 120 }),
    number: fc.nat(100_000),
    cost: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
  }),
  { maxLength: 80, size: 'max' },
)

type Task = {
  id: TaskId
  displayId: string
  status: TaskStatus
  depth: number
  rootId: TaskId
  turn: TurnId | null
  attempt: number
  calls: Call[]
  /** The call of the parent that this one returns to, while it has not. */
  owes: { parent: Task; call: Call | { id: CallId } } | null
}
type Entry = { taskId: TaskId; body: TaskEventBody }

/**
 * Appends a history of several tasks to an empty store: every batch is one that an engine could have
 * written. Returns how many batches there were.
 */
export function writeHistory(store: Store, choices: readonly Choice[]): number {
  const ground = sample.prepareGround(store)
  const tasks: Task[] = []
  let names = 0
  let at = 1_000
  for (const choice of choices) {
    const moves = possibleMoves(store, ground, tasks, choice, () => ++names)
    const move = moves[choice.pick % moves.length]
    if (move === undefined) throw new Error('There is always something that can happen.')
    at += choice.number % 7
    store.events.append(move(), at)
  }
  return choices.length
}

function possibleMoves(
  store: Store,
  ground: sample.Ground,
  tasks: Task[],
  choice: Choice,
  name: () => number,
): (() => Entry[])[] {
  const moves: (() => Entry[])[] = []
  if (tasks.length === 0 || (tasks.length < 4 && choice.number % 5 === 0)) {
    moves.push(() => createTask(store, ground, tasks, name, choice, null, null))
  }
  for (const task of tasks) {
    const entry = (body: TaskEventBody): Entry => ({ taskId: task.id, body })
    const go = (to: TaskStatus): Entry[] => {
      if (task.status === to) return []
      const plain = sample.statusChanged(task.status, to, choice.number % 2 ? choice.text : null)
      const needs = to === 'paused' && choice.pick % 2 ? ('key' as const) : undefined
      const body = plain.type === 'status.changed' && needs !== undefined ? { ...plain, needs } : plain
      task.status = to
      return [entry(body)]
    }
    const talk = () =>
      entry({ type: 'message.added', messageId: sample.messageId(name()), from: 'person', text: choice.text })
    if (choice.number % 13 === 0) {
      moves.push(() => [entry(taskMessage(task, choice, name()))])
      moves.push(() => changedMessage(entry, sample.messageId(name()), choice.text))
    }
    if (choice.number % 7 === 0) {
      const title: TaskEventBody = { type: 'title.changed', title: choice.text }
      moves.push(() => [entry(choice.number % 2 ? title : editsReverted(choice))])
      moves.push(() => [entry({ type: 'todo.updated', items: [{ text: 'one', status: 'pending' }] })])
    }
    if (choice.number % 11 === 0) {
      const half = rareFacts(task, choice).filter((_, at) => at % 2 === choice.text.length % 2)
      moves.push(...half.map((body) => () => [entry(body)]))
    }
    if (task.status !== 'in_progress') {
      moves.push(() => [...(isEnded(task.status) ? [talk()] : []), ...go('in_progress')])
      if (!isEnded(task.status) && !isStopped(task.status)) moves.push(() => go('paused'))
      continue
    }
    moves.push(...turnMoves(task, entry, choice, name))
    const startChild = (call: Call) => [
      ...createTask(store, ground, tasks, name, choice, task, call),
      ...(call.child ? go('awaiting_subtask') : []),
    ]
    moves.push(...callMoves(task, entry, choice, name, startChild))
    if (choice.number % 5 === 0) {
      moves.push(() => go(choice.number % 2 ? 'paused' : 'interrupted'))
      moves.push(() => [modeSwitched(store, choice.text)].map(entry))
      moves.push(() => [entry({ type: 'model.changed', providerId: 'local' as never, model: choice.text })])
    }
    if (task.turn === null && task.calls.length === 0) moves.push(() => endTask(task, entry, go, choice))
  }
  return moves
}

/** A message that the person changes and, every other one, takes back. */
function changedMessage(
  entry: (body: TaskEventBody) => Entry,
  messageId: ReturnType<typeof sample.messageId>,
  text: string,
): Entry[] {
  return [
    entry({ type: 'message.added', messageId, from: 'person', text }),
    entry({ type: 'message.changed', messageId, text: `${text}.`, urgent: true }),
    ...(text.length % 2 === 0 ? [entry({ type: 'message.withdrawn', messageId })] : []),
  ]
}

function taskMessage({ id, displayId }: Task, { text, number }: Choice, name: number): TaskEventBody {
  const kinds = taskMessageKindSchema.options
  const fromTask = { taskId: id, displayId, kind: kinds[number % kinds.length] ?? 'progress' }
  return { type: 'message.added', messageId: sample.messageId(name), from: 'task', text, fromTask }
}

function rareFacts(task: Task, { number, text, cost }: Choice): TaskEventBody[] {
  const usage = { inputTokens: number, outputTokens: 1, cachedTokens: 0, cost }
  return [
    { type: 'task.deleted' },
    { type: 'worktree.opened', folder: '/tree', from: '/home', base: 'c0ffee', notes: [text] },
    { type: 'work.conflicted', base: 'c0ffee', conflicts: [{ path: 'a', words: text }] },
    { type: 'work.landed', into: '/home', before: 'a', after: 'b', files: [{ path: text, change: 'added' }] },
    { type: 'worktree.prepared', results: [] },
    { type: 'worktree.updated', base: text, own: text },
    { type: 'work.tested', results: [] },
    { type: 'work.branched', into: '/home', branch: text, commit: 'b', files: [] },
    { type: 'work.dropped', into: '/home', kept: text },
    { type: 'work.reverted', into: '/home', before: 'b', after: 'a', files: [] },
    { type: 'task.restored' },
    { type: 'task.moved', parentId: null, rootId: task.id, depth: 0 },
    { type: 'budget.set', limits: { requests: number + 1, cost: number % 2 ? null : 1 } },
    { type: 'limit.reached', limit: 'requests', budgetOf: task.id, spent: number, allowed: number },
    // Never in the middle of a turn.
    ...(task.turn === null ? wholeHistoryFacts(task, number, text) : []),
    {
      type: 'history.condensed',
      summary: text,
      items: 1,
      tokensBefore: number,
      usage,
      requests: 1 + (number % 3),
    },
  ]
}

function wholeHistoryFacts({ id }: Task, number: number, text: string): TaskEventBody[] {
  return [
    { type: 'task.forked', source: { taskId: id, displayId: text, seq: 1 + number } },
    { type: 'history.rewound', items: 0, messageId: sample.messageId(`rewound_${number}`), text },
  ]
}

function editsReverted({ text, pick }: Choice): TaskEventBody {
  return { type: 'edits.reverted', path: text, edits: [], back: pick % 2 === 0, before: text, after: null }
}

function modeSwitched(store: Store, text: string): TaskEventBody {
  const modeSnapshotId = store.modes.keep({ ...sample.sampleMode, slug: 'plan', description: text })
  return {
    type: 'mode.switched',
    from: 'code',
    to: 'plan',
    modeName: text,
    modeSnapshotId,
    by: 'model',
    reason: text,
  }
}

function createTask(
  store: Store,
  ground: sample.Ground,
  tasks: Task[],
  name: () => number,
  choice: Choice,
  parent: Task | null,
  call: Call | null,
): Entry[] {
  const id = sample.taskId(name())
  const background = choice.number % 3 === 0
  const body = sample.created(store, ground, id, {
    parentId: parent?.id ?? null,
    rootId: parent?.rootId ?? id,
    parentCallId: call?.id ?? null,
    depth: parent === null ? 0 : parent.depth + 1,
    background: parent !== null && background,
    title: choice.text,
    model: choice.number % 2 ? 'm-1' : null,
    checks: { run: [choice.text], exists: [], unchanged: [], approved: false, files: {} },
  })
  const task: Task = {
    ...{ id, displayId: body.displayId, status: 'queued', depth: body.depth, rootId: body.rootId },
    ...{ turn: null, attempt: 0, calls: [], owes: null },
  }
  tasks.push(task)
  if (parent === null || call === null) return [{ taskId: id, body }]
  call.state = 'running'
  call.child = id
  task.owes = { parent, call }
  const entries: Entry[] = [
    { taskId: id, body },
    { taskId: parent.id, body: sample.subtaskStarted(call.id, id, body.displayId, background) },
  ]
  if (background) {
    parent.calls = parent.calls.filter((other) => other !== call)
    entries.push({ taskId: parent.id, body: sample.toolFinished(call.id) })
  }
  return entries
}

function turnMoves(task: Task, entry: (body: TaskEventBody) => Entry, choice: Choice, name: () => number) {
  const moves: (() => Entry[])[] = []
  const { turn } = task
  if (turn === null) {
    moves.push(() => {
      task.turn = sample.turnId(name())
      task.attempt = 1
      return [entry(sample.turnRequested(task.turn))]
    })
    return moves
  }
  moves.push(() => {
    const kind = choice.number % 2 ? 'stopped' : 'server'
    const retryInMs = choice.number % 3 === 0 ? null : choice.number + 0.25
    const failure = { kind, message: choice.text, httpStatus: null, retryInMs } as const
    const entries = [entry({ type: 'turn.aborted', turnId: turn, failure })]
    if (choice.number % 3 === 0) task.turn = null
    else entries.push(entry(sample.turnRequested(turn, ++task.attempt)))
    return entries
  })
  const commit = () => {
    task.turn = null
    const calls = Array.from({ length: choice.number % 4 }, () => sample.callId(name()))
    task.calls.push(...calls.map((id): Call => ({ id, state: 'pending', approval: null, child: null })))
    const usage = {
      inputTokens: choice.number,
      outputTokens: choice.pick,
      cachedTokens: 1,
      cost: choice.cost,
    }
    return [
      entry(
        sample.turnCommitted(
          turn,
          calls.map((id) => [id, 'read_file', { path: choice.text }]),
          usage,
        ),
      ),
    ]
  }
  return [...moves, commit, commit, commit]
}

function endTask(
  task: Task,
  entry: (body: TaskEventBody) => Entry,
  go: (to: TaskStatus) => Entry[],
  choice: Choice,
): Entry[] {
  const outcome = (['completed', 'failed', 'cancelled'] as const)[choice.number % 3] ?? 'completed'
  const entries: Entry[] = []
  if (outcome === 'completed') entries.push(entry({ type: 'task.completed', result: choice.text }))
  else if (outcome === 'failed')
    entries.push(entry({ type: 'task.failed', message: choice.text, failure: null }))
  else entries.push(entry({ type: 'task.cancelled', by: 'person', reason: choice.text }))
  entries.push(...go(outcome))
  const { owes } = task
  if (owes === null) return entries
  task.owes = null
  const { parent, call } = owes
  entries.push({ taskId: parent.id, body: sample.subtaskReturned(call.id, task.id, task.displayId, outcome) })
  if (parent.calls.some(({ id }) => id === call.id)) {
    parent.calls = parent.calls.filter(({ id }) => id !== call.id)
    entries.push({ taskId: parent.id, body: sample.toolFinished(call.id) })
  }
  return entries
}
