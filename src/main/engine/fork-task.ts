import { AppError } from '../../contract/app-error.ts'
import type { ProviderId, TaskId } from '../../contract/ids.ts'
import { presentExtras } from '../../contract/message-extras.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { newId } from '../base/new-id.ts'
import { copyHistory } from './copy-history.ts'
import type { EngineCore } from './core.ts'
import { refuseDeleted } from './delete-task.ts'
import type { Entry } from './journal.ts'
import { readAll } from './read-all.ts'
import { callsOf } from './rewind.ts'

/** Up to where a history is copied: an entry of the transcript, also one that was set aside, or the nth whole turn. */
export type ForkPoint = { itemId?: string | undefined; turn?: number | undefined }

/**
 * Makes a new root task with the history of another up to a point, all of it without one. It works in the workspace's own
 * folder, where files are as they are; it has no subtasks, no approvals and no checks, and waits for a word. The other
 * task is not touched, whatever it does. Throws AppError `not_found`, `task_damaged`, and `conflict` in words.
 */
export function forkTask(core: EngineCore, taskId: TaskId, point: ForkPoint): TaskSummary {
  const { deps, journal } = core
  const { store } = deps
  const view = journal.view(taskId)
  refuseDeleted(view)
  const workspace = store.workspaces.get(view.workspaceId)
  if (workspace === null)
    throw new AppError('not_found', 'That workspace is not known. Open the folder first.')
  journal.flush()
  const log = readAll(store, taskId)
  const { then, seq } = pointOf(view, log, point)
  const asked = log.findLast(({ body }) => body.type === 'turn.requested')?.body
  const served = asked?.type === 'turn.requested' ? asked.providerId : ('' as ProviderId)
  const first = then.items[0]
  if (first?.type !== 'message') throw new Error(`${view.displayId} does not begin with a message.`)
  refuseOpen(view, then)

  const forkId = newId<TaskId>('tsk')
  const { mode, modeName, modeSnapshotId, delegation, title, providerId, model, paths } = then
  const displayId = store.workspaces.nextDisplayId(workspace.id)
  const limits = store.settings.preferences().treeBudget
  const limited = Object.values(limits).some((limit) => limit !== null)
  const reason = `Forked from ${view.displayId}. Write to it, or resume it, and it goes on from here.`
  const entries: Entry[] = [
    {
      taskId: forkId,
      body: {
        type: 'task.created',
        ...{ displayId, parentId: null, rootId: forkId, parentCallId: null, depth: 0, background: false },
        ...{ workspaceId: workspace.id, folder: workspace.path },
        ...{ mode, modeName, modeSnapshotId, delegation, title, message: first.text, providerId, model },
        ...presentExtras(first),
        ...(paths === null ? {} : { paths }),
      },
    },
    ...copyHistory(then.items, { ...then, calls: view.calls }, served).map((fact) => ({
      taskId: forkId,
      ...fact,
    })),
    ...(then.todos.length === 0
      ? []
      : [{ taskId: forkId, body: { type: 'todo.updated' as const, items: then.todos } }]),
    {
      taskId: forkId,
      body: { type: 'task.forked', source: { taskId, displayId: view.displayId, seq } },
    },
    ...(limited ? [{ taskId: forkId, body: { type: 'budget.set' as const, limits } }] : []),
    { taskId: forkId, body: { type: 'status.changed', from: 'queued', to: 'paused', reason } },
  ]
  journal.append(entries)
  const made = store.tasks.get(forkId)
  if (made === null) throw new Error(`${forkId} was made and is not there.`)
  return made
}

/** The task as it was right after an entry came into its log, and the place of that in the log. */
function pointOf(
  view: TaskView,
  log: readonly TaskEvent[],
  { itemId, turn }: ForkPoint,
): { then: TaskView; seq: number } {
  const committed = log.filter(({ body }) => body.type === 'turn.committed')
  const found =
    itemId !== undefined
      ? log.find((event) => bringsItem(event, itemId))
      : turn !== undefined
        ? committed[turn - 1]
        : log.at(-1)
  if (found === undefined) {
    const what =
      turn === undefined ? 'no such message or turn' : `${committed.length} whole turns, and no turn ${turn}`
    throw new AppError('not_found', `${view.displayId} has ${what}.`)
  }
  const then = replayTask(log.slice(0, found.seq))
  if (then === null) throw new Error(`${view.displayId} has an empty log.`)
  return { then, seq: found.seq }
}

function bringsItem({ taskId, body }: TaskEvent, itemId: string): boolean {
  switch (body.type) {
    case 'task.created':
      // The reducer's id for a task's first message.
      return itemId === `msg_${taskId.slice(4)}`
    case 'message.added':
    case 'history.rewound':
      return body.messageId === itemId
    case 'turn.committed':
      return body.turnId === itemId
    default:
      return false
  }
}

function refuseOpen(view: TaskView, { items }: TaskView): void {
  const open = callsOf(items, view).filter(({ status }) => status !== 'finished')
  if (open.length === 0) return
  const names = [...new Set(open.map(({ name, subtask }) => subtask?.childDisplayId ?? name))].join(', ')
  throw new AppError(
    'conflict',
    `A history can be copied between whole turns only, and ${view.displayId} still waits for the result of ${names}. Fork from an earlier place, or when it is there.`,
  )
}
