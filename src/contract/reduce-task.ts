import { noBudget } from './budget.ts'
import { presentExtras } from './message-extras.ts'
import { applyCallEvent, newCall } from './reduce-call.ts'
import { applyHistoryEvent } from './reduce-history.ts'
import { applyWorkEvent, withoutBrought } from './reduce-work.ts'
import type { TaskEvent, TaskEventOf } from './task-event.ts'
import type { TaskView, TranscriptItem } from './task-view.ts'
import { addUsage, noUsage } from './usage.ts'

/**
 * The view after one more event, sharing with the old one whatever did not change, so that a screen may
 * compare by identity. Throws when the event is not the next of its task's log: a gap or a repeat is a
 * fault of whoever delivers, never something to show.
 */
export function reduceTask(view: TaskView | null, event: TaskEvent): TaskView {
  if (view === null) return begin(event)
  const next = { ...view, items: view.items.slice(), calls: { ...view.calls } }
  applyEvent(next, event)
  return next
}

/** The view that a log of events from 1 tells, built in one pass. Null for an empty log. */
export function replayTask(events: Iterable<TaskEvent>): TaskView | null {
  let view: TaskView | null = null
  for (const event of events) {
    if (view === null) view = begin(event)
    else applyEvent(view, event)
  }
  return view
}

/**
 * Changes a view in place by one event. For the engine, which owns its views; items and calls are
 * replaced, never changed, so that shallow copies taken earlier stay true.
 */
export function applyEvent(view: TaskView, event: TaskEvent): void {
  if (event.taskId !== view.id || event.seq !== view.lastSeq + 1) {
    throw new Error(`Event ${event.seq} of ${event.taskId} does not follow ${view.lastSeq} of ${view.id}.`)
  }
  view.lastSeq = event.seq
  view.updatedAt = event.at
  apply(view, event)
}

function begin(event: TaskEvent): TaskView {
  const { body, seq } = event
  if (body.type !== 'task.created' || seq !== 1) {
    throw new Error(
      `The log of ${event.taskId} begins with ${body.type} at ${seq}, not with task.created at 1.`,
    )
  }
  const {
    type: _type,
    message,
    checks,
    worktree: isolated = false,
    paths = null,
    context,
    images,
    ...facts
  } = body
  return {
    id: event.taskId,
    ...facts,
    isolated,
    worktree: null,
    landed: null,
    paths,
    status: 'queued',
    statusReason: null,
    needs: null,
    waits: null,
    items: [
      {
        type: 'message',
        id: `msg_${event.taskId.slice(4)}` as never,
        at: event.at,
        from: body.parentId === null ? 'person' : 'parent',
        text: message,
        ...presentExtras({ context, images }),
      },
    ],
    calls: {},
    todos: [],
    condensed: null,
    checks:
      checks === undefined
        ? null
        : { ...checks, state: 'pending', callId: null, grant: null, failures: 0, results: [] },
    budget: noBudget,
    usage: noUsage,
    contextTokens: 0,
    result: null,
    createdAt: event.at,
    updatedAt: event.at,
    deletedAt: null,
    lastSeq: 1,
  }
}

function apply(view: TaskView, { seq, at, body }: TaskEvent): void {
  const note = (notice: Extract<TranscriptItem, { type: 'notice' }>['notice']) =>
    view.items.push({ type: 'notice', id: `${seq}`, at, notice })

  switch (body.type) {
    case 'task.created':
      throw new Error(`${view.id} was created twice.`)
    case 'status.changed':
      view.status = body.to
      view.statusReason = body.reason
      view.needs = body.needs ?? null
      view.waits = null
      if (body.to === 'paused' || body.to === 'interrupted') {
        const notice = { type: 'status' as const, from: body.from, to: body.to, reason: body.reason ?? '' }
        note(body.needs === undefined ? notice : { ...notice, needs: body.needs })
      }
      return
    case 'message.added':
      view.items.push({
        ...{ type: 'message', id: body.messageId, at, from: body.from, text: body.text },
        ...(body.fromTask === undefined ? {} : { fromTask: body.fromTask }),
        ...presentExtras(body),
      })
      return
    case 'message.changed':
    case 'message.withdrawn':
      changeMessage(view, body)
      return
    case 'turn.requested':
      view.waits = null
      view.items.push({
        type: 'turn',
        id: body.turnId,
        at,
        state: 'streaming',
        mode: body.mode,
        model: body.model,
        attempt: body.attempt,
        text: '',
        reasoning: '',
        callIds: [],
        finish: null,
        usage: null,
        durationMs: null,
        failure: null,
      })
      return
    case 'turn.committed':
      commitTurn(view, body)
      return
    case 'turn.aborted':
      abortTurn(view, body, at)
      return
    case 'mode.switched':
      view.mode = body.to
      view.modeName = body.modeName
      view.modeSnapshotId = body.modeSnapshotId
      note({ type: 'mode', from: body.from, to: body.to, by: body.by, reason: body.reason })
      return
    case 'model.changed':
      view.providerId = body.providerId
      view.model = body.model
      note({ type: 'model', model: body.model })
      return
    case 'todo.updated':
      view.todos = body.items
      return
    case 'title.changed':
      view.title = body.title
      return
    case 'task.completed':
      view.result = body.result
      note({ type: 'completed', result: body.result })
      return
    case 'task.failed':
      note({ type: 'failed', message: body.message })
      return
    case 'task.cancelled':
      note({ type: 'cancelled', by: body.by, reason: body.reason })
      return
    case 'history.condensed':
    case 'history.rewound':
    case 'task.forked':
      note(applyHistoryEvent(view, at, body))
      return
    case 'budget.set':
      view.budget = { ...view.budget, ...body.limits }
      return
    case 'limit.reached': {
      const { type: _type, ...reached } = body
      note({ type: 'limit', ...reached })
      return
    }
    case 'worktree.opened':
    case 'worktree.prepared':
    case 'worktree.updated':
    case 'work.tested':
    case 'work.conflicted':
    case 'work.landed':
    case 'work.branched':
    case 'work.dropped':
    case 'work.reverted': {
      const notice = applyWorkEvent(view, body)
      if (notice !== null) note(notice)
      return
    }
    case 'task.deleted':
      view.deletedAt = at
      return
    case 'task.restored':
      view.deletedAt = null
      return
    case 'task.moved':
      view.parentId = body.parentId
      view.rootId = body.rootId
      view.depth = body.depth
      return
    default:
      applyCallEvent(view, at, body)
  }
}

function commitTurn(view: TaskView, body: TaskEventOf<'turn.committed'>): void {
  const { turnId, text, reasoning, calls, finish, usage, durationMs } = body
  changeTurn(view, turnId, (turn) => ({
    ...turn,
    state: 'committed',
    text,
    reasoning,
    finish,
    usage,
    durationMs,
    callIds: calls.map((call) => call.callId),
  }))
  for (const call of calls) view.calls[call.callId] = newCall(call, turnId)
  if (view.worktree?.brought !== undefined) view.worktree = withoutBrought(view.worktree)
  view.usage = addUsage(view.usage, usage)
  view.contextTokens = usage.inputTokens + usage.outputTokens
}

/** What had come of the answer stays to be read; `at` is when it failed, from which the wait counts. */
function abortTurn(view: TaskView, body: TaskEventOf<'turn.aborted'>, at: number): void {
  const { turnId, failure, text = '', reasoning = '' } = body
  changeTurn(view, turnId, (turn) => ({ ...turn, state: 'aborted', failure, text, reasoning }))
  view.waits =
    failure.retryInMs === null ? null : { for: failure.kind, until: Math.round(at + failure.retryInMs) }
}

/** Only what no request had in it can be changed: that it was so then is for the log's writer to see to. */
function changeMessage(
  view: TaskView,
  body: TaskEventOf<'message.changed'> | TaskEventOf<'message.withdrawn'>,
): void {
  const index = view.items.findLastIndex((item) => item.type === 'message' && item.id === body.messageId)
  const item = view.items[index]
  if (item?.type !== 'message') throw new Error(`${view.displayId} has no message ${body.messageId}.`)
  if (body.type === 'message.withdrawn') {
    view.items.splice(index, 1)
    return
  }
  const { type, id, at, from } = item
  view.items[index] = {
    ...{ type, id, at, from, text: body.text },
    ...(body.urgent === true ? { urgent: true } : {}),
    ...presentExtras(body),
  }
}

type TurnItem = Extract<TranscriptItem, { type: 'turn' }>

function changeTurn(view: TaskView, turnId: TurnItem['id'], change: (turn: TurnItem) => TurnItem): void {
  const index = view.items.findLastIndex((item) => item.type === 'turn' && item.id === turnId)
  const item = view.items[index]
  if (item?.type !== 'turn') throw new Error(`${view.displayId} has no turn ${turnId}.`)
  view.items[index] = change(item)
}
