import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { Workspace } from '../../contract/workspace.ts'
import type { AppState } from './app-state.ts'
import { saveLastWorkspace } from './layout.ts'

/** Goes to a workspace that is known, and remembers it for the next start. */
export function enterWorkspace(app: AppState, workspaceId: WorkspaceId | null): void {
  app.navigation.setWorkspace(workspaceId)
  saveLastWorkspace(app.client, workspaceId).catch((error) =>
    app.toasts.failed('The workspace could not be remembered for the next start', error),
  )
}

/** Opens a task wherever it is: in another workspace's window when it belongs there. */
export function goToTask(app: AppState, taskId: TaskId): void {
  const task = app.tree.store.getState().tasks.get(taskId)
  const { workspaceId } = app.navigation.store.getState()
  if (task !== undefined && task.workspaceId !== workspaceId) enterWorkspace(app, task.workspaceId)
  app.navigation.openTask(taskId)
}

async function enterOpened(app: AppState, workspace: Workspace): Promise<void> {
  await app.workspaces.reload()
  enterWorkspace(app, workspace.id)
}

/** Opens a folder by its path and goes there. Rejects with an error for people. */
export async function openFolder(app: AppState, path: string): Promise<void> {
  await enterOpened(app, await app.client.workspaces.open({ path }))
}

/** Asks for a folder in the host's own dialog and goes there. Tells whether one was chosen. */
export async function pickFolder(app: AppState): Promise<boolean> {
  const workspace = await app.client.workspaces.pick()
  if (workspace === null) return false
  await enterOpened(app, workspace)
  return true
}

/** Makes a fresh copy of the sample and goes there. */
export async function openDemo(app: AppState): Promise<void> {
  const workspace = await app.client.workspaces.openDemo()
  await app.providers.reload()
  await enterOpened(app, workspace)
}
