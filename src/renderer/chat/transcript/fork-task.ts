import type { TaskId } from '../../../contract/ids.ts'
import type { AppState } from '../../state/app-state.ts'

/** Makes a new root task with the history of another up to an entry, or all of it, and opens it. Rejects with words. */
export async function forkTask(
  { client, navigation, toasts }: AppState,
  taskId: TaskId,
  itemId?: string,
): Promise<void> {
  const fork = await client.task.fork({ taskId, itemId })
  navigation.openTask(fork.id)
  toasts.show({ tone: 'done', title: `Forked as ${fork.displayId}. Files stay as they are.` })
}
