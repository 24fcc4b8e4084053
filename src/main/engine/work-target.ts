import type { TaskId } from '../../contract/ids.ts'
import type { Store } from '../store/store.ts'

/**
 * The folder that a task's work goes to: `from`, which its worktree was made from, as long as its parent works there. A
 * parent whose own worktree is closed by now works where that one's work went.
 */
export function workTarget(
  tasks: Pick<Store['tasks'], 'get'>,
  parentId: TaskId | null,
  from: string,
): string {
  return (parentId === null ? null : tasks.get(parentId)?.folder) ?? from
}
