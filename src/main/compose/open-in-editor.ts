import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import { ownEditor } from '../store/own-editor.ts'
import type { Store } from '../store/store.ts'
import type { PathScope } from '../workspace/path-scope.ts'
import { findEditor, startEditor } from '../workspace/start-editor.ts'

/**
 * Opens a file of a task's folder, its workspace's or its worktree's, at a line in the person's editor. What is opened
 * comes from a page, what is started does not. Rejects with AppError in words: `not_allowed` for a file elsewhere.
 */
export async function openInEditor(
  parts: {
    store: Pick<Store, 'tasks'>
    scope: PathScope
    dataFolder: string
    environment: Readonly<Record<string, string | undefined>>
  },
  { taskId, path, line }: { taskId: TaskId; path: string; line: number },
): Promise<{ editor: string }> {
  const task = parts.store.tasks.get(taskId)
  if (task === null) throw new AppError('not_found', `There is no task ${taskId}.`)
  const file = await parts.scope.resolve(task.folder, path)
  if (!file.inside) {
    throw new AppError(
      'not_allowed',
      `${file.shown} is outside of ${task.folder}, so it is not opened from here.`,
    )
  }
  if (!file.exists) throw new AppError('not_found', `${file.shown} is not there any more.`)
  const { environment } = parts
  const command = findEditor(ownEditor(parts.dataFolder), environment)
  return { editor: await startEditor(command, { file: file.real, line, environment }) }
}
