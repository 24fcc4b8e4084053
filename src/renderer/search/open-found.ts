import type { TaskId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'
import { askToShow } from '../state/ask-to-show.ts'
import { goToTask } from '../state/open-workspace.ts'

/** Opens a task, in its own workspace, and goes to an entry of its transcript. */
export function openFound(
  app: AppState,
  taskId: TaskId,
  item: string | null,
  { beside }: { beside: boolean },
): void {
  if (item !== null) askToShow(app, { taskId, item })
  const task = app.tree.store.getState().tasks.get(taskId)
  const here = app.navigation.store.getState().workspaceId
  if (task !== undefined && task.workspaceId !== here) goToTask(app, taskId)
  else app.navigation.openTask(taskId, { beside })
}
