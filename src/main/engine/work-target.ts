import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { Store } from '../store/store.ts'

/**
 * The folder that a task's work goes to: `from`, which its worktree was made from, as long as its parent works there. A
 * parent whose worktree, or the one it shared, is closed by now works where the work of that one went.
 */
export function workTarget(
  tasks: Pick<Store['tasks'], 'get'>,
  parentId: TaskId | null,
  from: string,
): string {
  const parent = parentId === null ? null : tasks.get(parentId)
  return parent === null ? from : placeOf(tasks, parent)
}

/**
 * The folder that a task works in, or would if it went on: where it shared the worktree of a task above it whose work has
 * been taken over, that is where that one works now. A worktree has the id of its task in its path.
 */
export function placeOf(
  tasks: Pick<Store['tasks'], 'get'>,
  { parentId, folder }: Pick<TaskSummary, 'parentId' | 'folder'>,
): string {
  const parts = folder.split(/[\\/]/)
  for (let above = parentId === null ? null : tasks.get(parentId); above !== null; ) {
    if (parts.includes(above.id)) return above.folder === folder ? folder : placeOf(tasks, above)
    above = above.parentId === null ? null : tasks.get(above.parentId)
  }
  return folder
}
