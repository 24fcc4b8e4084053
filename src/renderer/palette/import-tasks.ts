import { mostImportedCharacters } from '../../contract/import-limit.ts'
import type { AppState } from '../state/app-state.ts'

/** Asks for an exported JSON transcript and makes tasks of it in the workspace that is open. */
export function importTasks(app: AppState): void {
  const { workspaceId } = app.navigation.store.getState()
  if (workspaceId === null) return
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file === undefined) return
    importFile(app, workspaceId, file).catch((error) =>
      app.toasts.failed(`${file.name} was not imported`, error),
    )
  })
  input.click()
}

async function importFile(
  { client, navigation, toasts }: AppState,
  workspaceId: Parameters<AppState['client']['tasks']['import']>[0]['workspaceId'],
  file: File,
): Promise<void> {
  // No character is less than a byte.
  if (file.size > mostImportedCharacters) {
    throw new Error('It is too large to be imported here. Use: treeline import')
  }
  const { tasks, notes } = await client.tasks.import({ workspaceId, content: await file.text() })
  const [top] = tasks
  if (top !== undefined) navigation.openTask(top.id)
  toasts.show({
    tone: 'done',
    title: tasks.length === 1 ? `Imported ${top?.displayId}` : `Imported ${tasks.length} tasks`,
    ...(notes.length === 0 ? {} : { detail: notes.join(' ') }),
  })
}
