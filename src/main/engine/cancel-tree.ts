import type { TaskId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { EngineCore } from './core.ts'
import { viewForEnding } from './damaged-task.ts'
import { endTask } from './delegation.ts'
import { progressOf } from './progress.ts'
import type { TaskRuns } from './task-runs.ts'

/**
 * Ends a task and what is open below it as cancelled; a parent that waits is told how far it got. Returns whether
 * anything was open.
 */
export function cancelTree(
  core: EngineCore,
  runs: Pick<TaskRuns, 'abort'>,
  taskId: TaskId,
  { by, reason }: { by: 'person' | 'parent'; reason: string },
): boolean {
  const open = core.deps.store.tasks.subtree(taskId).filter(({ status }) => !isEnded(status))
  // Children first, so that a parent that is opened again knows what became of them.
  for (const { id } of open.toReversed()) {
    // Read anew: that of a damaged task does not grow with what its children returned to it.
    const view = viewForEnding(core, id)
    endTask(core, view, { outcome: 'cancelled', by, reason, progress: progressOf(view) })
    runs.abort(id, 'cancelled')
  }
  return open.length > 0
}
