import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import { isLive } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { whyNotArchive } from '../../contract/why-not.ts'
import { refuseDeleted } from './delete-task.ts'
import type { EngineDeps } from './engine-deps.ts'
import type { Journal } from './journal.ts'

/** Pins and the archive: how people keep their list in order. No task's work or log is touched by it. */
export type TaskMarks = {
  /** Puts a task first among those beside it, or back into its place. */
  pin(taskId: TaskId, pinned: boolean): void
  /**
   * Takes a root with all below it out of the usual list, and its pin off. Returns what is archived. Throws `conflict`,
   * in words, for a subtask and for a tree in which one is at work or waits for a person.
   */
  archive(taskId: TaskId): TaskSummary[]
  /** Puts the tree that a task belongs to back into the list. Throws `conflict` when it is not archived. */
  unarchive(taskId: TaskId): TaskSummary[]
}

/**
 * Makes them over the store. A task that goes to work again, whatever woke it, takes its tree out of the archive:
 * nothing ever works out of sight. `rowChanged` tells those who watch the tree.
 */
export function createTaskMarks(
  { store, now }: Pick<EngineDeps, 'store' | 'now'>,
  journal: Pick<Journal, 'listen'>,
  rowChanged: (taskId: TaskId) => void,
): TaskMarks & { dispose(): void } {
  function get(taskId: TaskId): TaskSummary {
    const task = store.tasks.get(taskId)
    if (task === null) throw new AppError('not_found', `There is no task ${taskId}.`)
    return task
  }

  function setArchived(rootId: TaskId, at: number | null): TaskSummary[] {
    store.marks.setArchived(rootId, at)
    const tasks = store.tasks.subtree(rootId).filter(({ deletedAt }) => deletedAt === null)
    for (const { id } of tasks) rowChanged(id)
    return tasks
  }

  const stop = journal.listen((events) => {
    for (const { taskId, body } of events) {
      if (body.type !== 'status.changed' || !isLive(body.to)) continue
      const task = store.tasks.get(taskId)
      if (task?.archivedAt != null) setArchived(task.rootId, null)
    }
  })

  return {
    pin(taskId, pinned) {
      refuseDeleted(get(taskId))
      store.marks.setPinned(taskId, pinned ? now() : null)
      rowChanged(taskId)
    },

    archive(taskId) {
      const task = get(taskId)
      refuseDeleted(task)
      if (task.archivedAt !== null)
        throw new AppError('conflict', `${task.displayId} is in the archive already.`)
      const why = whyNotArchive(store.tasks.subtree(taskId).filter(({ deletedAt }) => deletedAt === null))
      if (why !== null) throw new AppError('conflict', why)
      return store.transaction(() => {
        store.marks.setPinned(taskId, null)
        return setArchived(taskId, now())
      })
    },

    unarchive(taskId) {
      const { displayId, rootId, archivedAt } = get(taskId)
      if (archivedAt === null) throw new AppError('conflict', `${displayId} is not in the archive.`)
      return setArchived(rootId, null)
    },

    dispose: stop,
  }
}
