import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'
import { goToTask } from '../state/open-workspace.ts'
import { topmostOf } from '../state/tree-selection.ts'
import { doToEach, nameTasks, tellRefused } from './do-to-each.ts'

/** Deletes tasks with all below them, at once: the way back stands in one toast, and in the palette for good. */
export async function deleteTasks(app: AppState, tasks: readonly TaskSummary[]): Promise<void> {
  const { client, toasts, tree } = app
  let count = 0
  const tops = topmostOf(tasks, tree.store.getState().tasks)
  const { done, refused } = await doToEach(tops, async ({ id }) => {
    count += (await client.task.delete({ taskId: id })).count
  })
  if (done.length > 0) {
    app.selection.clear()
    const below = count - done.length
    const others = below === 0 ? '' : ` and ${below} ${below === 1 ? 'subtask' : 'subtasks'}`
    toasts.show({
      tone: 'done',
      title: `Deleted ${nameTasks(done)}${others}`,
      detail: done.map(({ title }) => title).join(', '),
      action: { label: 'Undo', run: () => void restoreTasks(app, done) },
    })
  }
  tellRefused(toasts, 'deleted', tops, refused)
}

async function restoreTasks(app: AppState, tasks: readonly TaskSummary[]): Promise<void> {
  const { done, refused } = await doToEach(tasks, ({ id }) => app.client.task.restore({ taskId: id }))
  const [only] = done
  if (only !== undefined && tasks.length === 1) goToTask(app, only.id)
  tellRefused(app.toasts, 'restored', tasks, refused)
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
