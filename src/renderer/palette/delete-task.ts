import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'
import { goToTask } from '../state/open-workspace.ts'

/** Deletes a task with all below it, at once: the way back stands in the toast, and in the palette for good. */
export async function deleteTask(app: AppState, { id, displayId, title }: TaskSummary): Promise<void> {
  const { client, toasts } = app
  const { count } = await client.task.delete({ taskId: id })
  const others = count === 1 ? '' : ` and ${count - 1} ${count === 2 ? 'subtask' : 'subtasks'}`
  toasts.show({
    tone: 'done',
    title: `Deleted ${displayId}${others}`,
    detail: title,
    action: { label: 'Undo', run: () => void restoreTask(app, id) },
  })
}

/** Puts a deleted task back and opens it. Shows why when it cannot. */
export async function restoreTask(app: AppState, taskId: TaskId): Promise<void> {
  try {
    await app.client.task.restore({ taskId })
    goToTask(app, taskId)
  } catch (error) {
    app.toasts.failed('The task could not be restored', error)
  }
}
