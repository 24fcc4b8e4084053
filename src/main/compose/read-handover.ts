import type { CallId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Handover } from '../../contract/xray.ts'
import type { Store } from '../store/store.ts'
import { readLog } from './read-log.ts'

/** What a task got from the parent that asked for it, and what that one got back; null where none did. */
export function handoverAbove(
  store: Pick<Store, 'events' | 'tasks' | 'subtasks'>,
  task: TaskSummary,
): Handover | null {
  const link = store.subtasks.ofChild(task.id)
  const parent = link === null ? null : store.tasks.get(link.parentId)
  if (link === null || parent === null) return null
  const log = readLog(store, parent.id)
  const view = replayTask(log)
  return view === null ? null : handover(store, { log, view }, link.parentCallId as CallId)
}

/** The same of every subtask that a task started, in the order of its calls. */
export function handoversBelow(
  store: Pick<Store, 'events'>,
  parent: { log: readonly TaskEvent[]; view: TaskView },
): Handover[] {
  return Object.values(parent.view.calls).flatMap(({ callId }) => handover(store, parent, callId) ?? [])
}

function handover(
  { events }: Pick<Store, 'events'>,
  { log, view }: { log: readonly TaskEvent[]; view: TaskView },
  callId: CallId,
): Handover | null {
  const call = view.calls[callId]
  if (call === undefined || call.subtask === null) return null
  const { childId, childDisplayId } = call.subtask
  const [first] = events.readable(childId, 0, 1).events
  return {
    ...{ parentId: view.id, parentDisplayId: view.displayId, childId, childDisplayId, callId },
    asked: call.arguments,
    received: first?.body.type === 'task.created' ? first.body.message : null,
    ...returnOf(log, callId),
  }
}

/** The report stands right behind the fact of the return, in the same transaction: a result, or a message. */
function returnOf(log: readonly TaskEvent[], callId: CallId): Pick<Handover, 'returned' | 'returnedAs'> {
  const at = log.findIndex(({ body }) => body.type === 'subtask.returned' && body.callId === callId)
  const report = at === -1 ? undefined : log[at + 1]?.body
  if (report?.type === 'tool.finished') return { returned: report.result, returnedAs: 'result' }
  if (report?.type === 'message.added') return { returned: report.text, returnedAs: 'message' }
  return { returned: null, returnedAs: 'result' }
}
