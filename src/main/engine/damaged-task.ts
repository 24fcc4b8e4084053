import { AppError } from '../../contract/app-error.ts'
import type { CallId, TaskId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { EngineCore } from './core.ts'

/** Whether an error says that a task's log cannot be read to its end. */
export function isDamage(error: unknown): boolean {
  return error instanceof AppError && error.code === 'task_damaged'
}

/**
 * The task as its log tells it or, where the log is damaged, as its row does: without a transcript and
 * without calls. Enough to stop, cancel or delete it and to tell its parent; never enough to go on with it.
 */
export function viewForEnding(core: EngineCore, taskId: TaskId): TaskView {
  try {
    return core.journal.view(taskId)
  } catch (error) {
    if (!isDamage(error)) throw error
    return viewOfRow(core, taskId)
  }
}

/** Views of those whose log can be read: a damaged subtask is no reason not to go on with the others. */
export function readableViews(core: EngineCore, taskIds: TaskId[]): TaskView[] {
  return taskIds.flatMap((taskId) => {
    try {
      return [core.journal.view(taskId)]
    } catch (error) {
      if (!isDamage(error)) throw error
      return []
    }
  })
}

function viewOfRow({ deps }: EngineCore, taskId: TaskId): TaskView {
  const task = deps.store.tasks.get(taskId)
  if (task === null) throw new AppError('not_found', `There is no task ${taskId}.`)
  const link = deps.store.subtasks.ofChild(taskId)
  const { id, status, statusReason, createdAt, updatedAt, deletedAt, ...facts } = task
  const parentCallId = (link?.parentCallId ?? null) as CallId | null
  const body = { ...facts, type: 'task.created' as const, parentCallId, message: task.title }
  const view = replayTask([{ taskId: id, seq: 1, at: createdAt, body }])
  if (view === null) throw new Error(`${taskId} has no beginning.`)
  return { ...view, status, statusReason, updatedAt, deletedAt }
}
