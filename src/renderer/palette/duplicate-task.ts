import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'
import { enterWorkspace } from '../state/open-workspace.ts'

/**
 * Opens a new task's composer with what a task began with: its first message, and its mode, model and launch as they
 * are now. Nothing starts, and what stood in the composer can be had back.
 */
export async function duplicateTask(app: AppState, task: TaskSummary): Promise<void> {
  const { client, navigation, seeds, toasts } = app
  const { id, displayId, workspaceId, mode, delegation, providerId, model } = task
  const [message, before] = await Promise.all([
    firstMessage(client, id),
    client.task.getDraft({ key: `new:${workspaceId}` }),
  ])
  const chosen = providerId === null || model === null ? null : { providerId, model }
  seeds.sow(workspaceId, { text: message, start: { mode, delegation, model: chosen } })
  if (navigation.store.getState().workspaceId !== workspaceId) enterWorkspace(app, workspaceId)
  navigation.openPane({ type: 'new-task', workspaceId })
  if (before.text.trim() === '' || before.text === message) return
  toasts.show({
    tone: 'info',
    title: `The new task begins as ${displayId} did`,
    detail: 'What you had written there is kept until you close this.',
    action: { label: 'Bring it back', run: () => seeds.sow(workspaceId, { text: before.text, start: null }) },
  })
}

/** What the task was created with, from the beginning of its log. */
async function firstMessage(client: AppState['client'], taskId: TaskId): Promise<string> {
  const stop = new AbortController()
  try {
    for await (const { events } of await client.task.watch({ taskId }, { signal: stop.signal })) {
      const [first] = events
      if (first?.body.type === 'task.created') return first.body.message
      break
    }
  } finally {
    stop.abort()
  }
  throw new Error('The beginning of the task cannot be read.')
}
