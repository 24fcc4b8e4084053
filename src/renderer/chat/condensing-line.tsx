import type { TaskId } from '../../contract/ids.ts'
import { condensing } from '../../contract/live-delta.ts'
import { useLiveText } from '../state/hooks.ts'
import { Spinner } from '../ui/spinner.tsx'

/** That a summary of the task's history is being written, and how far it is. */
export function CondensingLine({ taskId }: { taskId: TaskId }) {
  const text = useLiveText(taskId, condensing, 'text')
  if (text === '') return null
  const words = text.trim() === '' ? 0 : text.trim().split(/\s+/).length
  return (
    <p role="status" className="tabular mb-2 flex items-center gap-2 px-1 text-small text-ink-2">
      <span className="text-working">
        <Spinner label="" size={12} />
      </span>
      Condensing the history: the model writes a summary{words === 0 ? '' : `, ${words} words so far`}
    </p>
  )
}
