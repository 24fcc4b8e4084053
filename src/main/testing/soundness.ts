import type { TaskId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import { isEnded, taskTransitions } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import type { App } from '../app.ts'
import { buildHistory } from '../engine/history.ts'
import { isParked } from '../engine/mailbox.ts'
import type { ChatRequest } from '../model/scripted-server.ts'
import { stillAtWork } from '../prompt/mailbox-words.ts'
import { connectForWriting } from '../store/database.ts'
import { databasePath } from '../store/open-database.ts'
import { projectedTables } from '../store/projection-statements.ts'
import { rebuildTables } from '../store/rebuild-tables.ts'

/** What is looked at: an app, or only a store that nobody works on. */
type Inspected = { store: Pick<App['store'], 'tasks' | 'events'>; engine: Pick<App['engine'], 'isRunning'> }

/**
 * Everything that must hold of a data folder while no task is in the middle of a step, as sentences about
 * what does not hold: [] when all is well. `requests` are the bodies that the model server got. `left` tells
 * that the app was opened so that tasks were left as they were: then those that wait may be unattended; and
 * `killed` that it was killed, in the middle of whatever it did.
 */
export function findFaults(
  app: Inspected,
  {
    dataFolder,
    requests,
    left = false,
    killed = false,
  }: { dataFolder: string; requests: readonly ChatRequest[]; left?: boolean; killed?: boolean },
): string[] {
  const faults: string[] = []
  const { tasks } = app.store
  for (const task of [...tasks.list(), ...tasks.deleted().flatMap(({ id }) => tasks.subtree(id))]) {
    const events = readAll(app, task.id)
    const view = replayTask(events)
    if (view === null) faults.push(`${task.displayId} has no log.`)
    else {
      const found = [
        ...faultsOfLog(events, view),
        ...(killed ? [] : faultsOfRest(app, task, view, left)),
        ...faultsOfLinks(app, view),
      ]
      faults.push(...found.map((fault) => `${task.displayId} (${task.status}): ${fault}`))
    }
  }
  faults.push(...requests.flatMap(faultsOfRequest))
  if (!tablesFollowFromLog(dataFolder)) faults.push('The tables are not what the log says.')
  return faults
}

function readAll(app: Inspected, taskId: TaskId): TaskEvent[] {
  const events: TaskEvent[] = []
  for (;;) {
    const page = app.store.events.read(taskId, events.length, 2_000)
    events.push(...page)
    if (page.length < 2_000) return events
  }
}

/** What must hold of a log at any time: allowed moves, and everything that may come once comes once. */
function faultsOfLog(events: TaskEvent[], view: TaskView): string[] {
  const faults: string[] = []
  const seen = new Set<string>()
  let status: TaskView['status'] = 'queued'
  for (const { body } of events) {
    if (body.type === 'status.changed') {
      if (body.from !== status) faults.push(`a move from ${body.from} while it was ${status}.`)
      if (!taskTransitions[body.from].includes(body.to))
        faults.push(`a move from ${body.from} to ${body.to}.`)
      status = body.to
    }
    if (['tool.finished', 'subtask.started', 'subtask.returned', 'tool.started'].includes(body.type)) {
      const name = `${body.type} of ${'callId' in body ? body.callId : ''}`
      if (seen.has(name)) faults.push(`${name} happened twice.`)
      seen.add(name)
    }
    // A person may have a call run again.
    if (body.type === 'outcome.settled' && body.decision === 'rerun')
      seen.delete(`tool.started of ${body.callId}`)
  }
  const committed = view.items.filter((item) => item.type === 'turn' && item.state === 'committed')
  for (const turn of committed.slice(0, -1)) {
    if (turn.type !== 'turn') continue
    const open = turn.callIds.filter((callId) => view.calls[callId]?.status !== 'finished')
    if (open.length > 0) faults.push(`went on while ${open.length} calls of a turn had no result.`)
  }
  return faults
}

/** What must hold while nothing moves: whoever waits waits for somebody, and what is at work is attended to. */
function faultsOfRest(app: Inspected, task: TaskSummary, view: TaskView, left: boolean): string[] {
  const faults: string[] = []
  const calls = Object.values(view.calls)
  const open = calls.filter((call) => call.status !== 'finished')
  const approvals = calls.filter(({ approval }) => approval !== null && approval.decision === null)
  const doubts = calls.filter((call) => call.status === 'outcome_unknown')
  const questions = calls.filter((call) => call.status === 'awaiting_answer').concat(doubts)
  const running = app.engine.isRunning(task.id)
  const attended = running || left
  const streaming = view.items.some((item) => item.type === 'turn' && item.state === 'streaming')

  if (task.status !== 'in_progress' && streaming) faults.push('a turn is still being streamed.')
  if (approvals.length > (task.status === 'awaiting_approval' ? 1 : 0))
    faults.push(`${approvals.length} approvals are open.`)
  if (doubts.length > 1) faults.push(`it asks about ${doubts.length} calls at once.`)
  if (doubts.length > 0 && (task.status === 'awaiting_approval' || task.status === 'awaiting_subtask'))
    faults.push('it waits for something else while an outcome is unknown.')
  if (open.length === 0) {
    try {
      buildHistory('', view)
    } catch (error) {
      faults.push(`its history cannot be sent: ${String(error)}`)
    }
  }
  switch (task.status) {
    case 'queued':
    case 'in_progress':
      if (!running) faults.push('nobody works on it.')
      break
    case 'awaiting_approval':
      if (!attended || approvals.length === 0) faults.push('it waits for no approval.')
      break
    case 'awaiting_input':
      if (questions.length > 0 && !attended) faults.push('nobody listens for the answer.')
      if (open.length > 0 && questions.length === 0) faults.push('it waits for no answer.')
      if (isParked(task) && parentIsGone(app, task)) faults.push('nobody is there to answer its blocker.')
      break
    case 'awaiting_subtask':
      if (!attended || !open.some((call) => isAwaited(app, view, call))) faults.push('it waits for nobody.')
      break
    default:
      if (isEnded(task.status) && open.length > 0) faults.push(`${open.length} calls have no result.`)
  }
  return faults
}

function parentIsGone(app: Inspected, { parentId }: TaskSummary): boolean {
  const parent = parentId === null ? null : app.store.tasks.get(parentId)
  return parent === null || isEnded(parent.status)
}

/** Whether a call waits for a subtask that can go on without the one that waits. */
function isAwaited(app: Inspected, view: TaskView, call: ToolCallView): boolean {
  if (call.name === 'wait_for_subtask') {
    return Object.values(view.calls).some(({ subtask }) => {
      const child = subtask?.outcome === null ? app.store.tasks.get(subtask.childId) : null
      return child !== null && !isParked(child)
    })
  }
  const child = call.subtask === null ? null : app.store.tasks.get(call.subtask.childId)
  return child !== null && !isEnded(child.status) && call.subtask?.background === false
}

/** What must hold between parents and children: every end is told once, and to a call that waits for it. */
function faultsOfLinks(app: Inspected, view: TaskView): string[] {
  const faults: string[] = []
  for (const call of Object.values(view.calls)) {
    if (call.subtask === null) continue
    const { childId, childDisplayId, background, outcome } = call.subtask
    const child = app.store.tasks.get(childId)
    if (child === null) faults.push(`${childDisplayId} is not there.`)
    else if (isEnded(child.status) && outcome === null)
      faults.push(`${childDisplayId} ended and nobody was told.`)
    if (background) continue
    const letGo = call.result === stillAtWork(childDisplayId)
    if (outcome === null && call.status === 'finished' && !letGo)
      faults.push(`the call has a result while ${childDisplayId} is open.`)
    if (outcome !== null && call.status !== 'finished')
      faults.push(`${childDisplayId} returned and the call has no result.`)
    const summary = call.subtask.summary ?? ''
    const told = withAside(view.items).filter(
      (item) => item.type === 'message' && item.from === 'engine' && item.text.includes(summary),
    )
    if (outcome === 'completed' && (letGo ? told.length === 0 : !call.result?.includes(summary)))
      faults.push(`the summary of ${childDisplayId} is not in the result.`)
  }
  return faults
}

/** A transcript with what people set aside in it. */
function withAside(items: readonly TranscriptItem[]): TranscriptItem[] {
  return items.flatMap((item) =>
    item.type === 'notice' && item.notice.type === 'rewound' ? withAside(item.notice.aside) : [item],
  )
}

/** What servers demand: every call is followed by its one result before anything else is said. */
function faultsOfRequest({ messages }: ChatRequest, index: number): string[] {
  let awaited: string[] = []
  for (const message of messages) {
    if (message.role === 'tool') {
      if (message.tool_call_id !== awaited.shift())
        return [`Request ${index} has a result out of its place: ${message.tool_call_id}.`]
      continue
    }
    if (awaited.length > 0) return [`Request ${index} lacks the results of ${awaited.join(', ')}.`]
    awaited = (message.tool_calls ?? []).map(({ id }) => id)
  }
  return awaited.length > 0 ? [`Request ${index} ends before the results of ${awaited.join(', ')}.`] : []
}

function tablesFollowFromLog(dataFolder: string): boolean {
  const database = connectForWriting(databasePath(dataFolder))
  const dump = () =>
    JSON.stringify(
      projectedTables.map((table) => database.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all()),
    )
  try {
    database.exec('BEGIN IMMEDIATE')
    const live = dump()
    rebuildTables(database)
    const rebuilt = dump()
    database.exec('ROLLBACK')
    return live === rebuilt
  } finally {
    database.close()
  }
}
