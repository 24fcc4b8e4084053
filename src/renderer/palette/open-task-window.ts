import type { TaskId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'

/** Whether a task can have a window of its own: where the host makes them, and in any browser. */
export function canOpenTaskWindow({ info }: Pick<AppState, 'info'>): boolean {
  const { value } = info.store.getState()
  return value !== null && (value.canOpenWindows || value.host === 'browser')
}

/**
 * Opens a window of its own for a task: the host makes it where it can, else the browser does, with the
 * same page. A window opened by this one shares its session storage, and with it the token.
 */
export async function openTaskWindow({ client, info }: AppState, taskId: TaskId): Promise<void> {
  if (info.store.getState().value?.host === 'browser') {
    window.open(`${location.pathname}#task=${taskId}`, '_blank', 'popup,width=900,height=800')
  } else await client.app.openTaskWindow({ taskId })
}
