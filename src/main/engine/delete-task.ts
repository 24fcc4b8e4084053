import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { EngineCore } from './core.ts'
import { viewForEnding } from './damaged-task.ts'
import { endTask } from './delegation.ts'
import { progressOf } from './progress.ts'
import type { TaskRuns } from './task-runs.ts'

/** Taking tasks out of the tree, and putting them back. Nothing of a log is ever removed by it. */
export type TaskDeletion = {
  /**
   * Deletes a task and everything below it. What is open of it ends first, as cancelled, so that a parent that
   * waits is told. Returns what is gone. Throws `conflict` when it is deleted already.
   */
  remove(taskId: TaskId): TaskSummary[]
  /**
   * Puts back a task and what was deleted with it. It stays as it ended: resume it or write to it to go on.
   * Throws `conflict` when it is not deleted, or when its parent is.
   */
  restore(taskId: TaskId): TaskSummary[]
}

/** Makes deletion over the engine's parts. */
export function createTaskDeletion(core: EngineCore, runs: TaskRuns): TaskDeletion {
  const { journal } = core
  const { store } = core.deps

  function subtree(taskId: TaskId): [TaskSummary, ...TaskSummary[]] {
    const [top, ...rest] = store.tasks.subtree(taskId)
    if (top === undefined) throw new AppError('not_found', `There is no task ${taskId}.`)
    return [top, ...rest]
  }

  return {
    remove(taskId) {
      const [top, ...below] = subtree(taskId)
      if (top.deletedAt !== null) throw new AppError('conflict', `${top.displayId} is deleted already.`)
      const tasks = [top, ...below].filter(({ deletedAt }) => deletedAt === null)
      // Children first, so that a parent that is opened again knows what became of them.
      for (const { id, status } of tasks.toReversed()) {
        if (isEnded(status)) continue
        const view = viewForEnding(core, id)
        const reason = 'The person deleted it.'
        endTask(core, view, { outcome: 'cancelled', by: 'person', reason, progress: progressOf(view) })
        runs.abort(id, 'cancelled')
      }
      journal.append(tasks.map(({ id }) => ({ taskId: id, body: { type: 'task.deleted' } })))
      return tasks
    },

    restore(taskId) {
      const [top, ...below] = subtree(taskId)
      if (top.deletedAt === null) throw new AppError('conflict', `${top.displayId} is not deleted.`)
      const parent = top.parentId === null ? null : store.tasks.get(top.parentId)
      if (parent !== null && parent.deletedAt !== null) {
        throw new AppError(
          'conflict',
          `${top.displayId} belongs to ${parent.displayId}: restore that one first.`,
        )
      }
      // One deletion has one time: what was deleted before it on its own stays so.
      const tasks = [top, ...below].filter(({ deletedAt }) => deletedAt === top.deletedAt)
      journal.append(tasks.map(({ id }) => ({ taskId: id, body: { type: 'task.restored' } })))
      return tasks
    },
  }
}

/** Throws `conflict` for a task that is deleted: it has to be restored before anything is done with it. */
export function refuseDeleted({ displayId, deletedAt }: Pick<TaskSummary, 'displayId' | 'deletedAt'>): void {
  if (deletedAt !== null) throw new AppError('conflict', `${displayId} is deleted. Restore it first.`)
}
