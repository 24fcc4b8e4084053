import type { TaskId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'

/** Asks the engine for a transcript and lets the browser keep it as a file. */
export async function exportTask(
  { client, toasts }: Pick<AppState, 'client' | 'toasts'>,
  taskId: TaskId,
  options: { format: 'md' | 'json' | 'html'; subtree: boolean },
): Promise<void> {
  const { fileName, mediaType, content } = await client.task.export({ taskId, ...options })
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download has its own hold on the blob once the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  toasts.show({ tone: 'done', title: `Exported ${fileName}` })
}
