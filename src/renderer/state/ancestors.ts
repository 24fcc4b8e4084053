import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'

/** The tasks from the root down to `parentId`; as far up as they are known. */
export function ancestors(tasks: ReadonlyMap<TaskId, TaskSummary>, parentId: TaskId | null): TaskId[] {
  const ids: TaskId[] = []
  let id = parentId
  while (id !== null) {
    const task = tasks.get(id)
    if (task === undefined) break
    ids.unshift(id)
    id = task.parentId
  }
  return ids
}
