import type { TaskId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'
import { askToShow } from '../state/ask-to-show.ts'
import { goToTask } from '../state/open-workspace.ts'

/** Opens a task that waits beside the inbox, at what it waits for; one of another workspace in that one's window. */
export function openBeside(app: AppState, taskId: TaskId): void {
  const task = app.tree.store.getState().tasks.get(taskId)
  askToShow(app, { taskId, call: 'waiting' })
  if (task?.workspaceId === app.navigation.store.getState().workspaceId)
    app.navigation.openTask(taskId, { beside: true })
  else goToTask(app, taskId)
}
