import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'
import { doToEach, nameTasks, tellRefused } from './do-to-each.ts'

/** Archives trees by their roots; the way back stands in one toast. What cannot be archived is said in words. */
export async function archiveTasks(app: AppState, roots: readonly TaskSummary[]): Promise<void> {
  const { client, toasts } = app
  const { done, refused } = await doToEach(roots, ({ id }) => client.task.archive({ taskId: id }))
  if (done.length > 0) {
    app.selection.clear()
    toasts.show({
      tone: 'done',
      title: `Archived ${nameTasks(done)}`,
      detail: 'Search and the filter “Archived” find what is archived.',
      action: { label: 'Undo', run: () => void unarchiveTasks(app, done) },
    })
  }
  tellRefused(toasts, 'archived', roots, refused)
}

/** Puts the trees of these tasks back into the list. */
export async function unarchiveTasks(app: AppState, tasks: readonly TaskSummary[]): Promise<void> {
  const { client, toasts } = app
  // Once for each tree, whichever of its tasks are named.
  const one = [...new Map(tasks.map((task) => [task.rootId, task])).values()]
  const { refused } = await doToEach(one, ({ id }) => client.task.unarchive({ taskId: id }))
  tellRefused(toasts, 'taken out of the archive', one, refused)
}
