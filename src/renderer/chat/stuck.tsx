import { TriangleAlert } from 'lucide-react'
import type { TaskId } from '../../contract/ids.ts'
import { useTaskView } from '../state/hooks.ts'
import { openQuestion } from './transcript/read-state.ts'

/** Why the task waits for a word of its person though it asked nothing. */
export function Stuck({ taskId }: { taskId: TaskId }) {
  const reason = useTaskView(taskId, (view) =>
    view.status === 'awaiting_input' && openQuestion(view) === null ? view.statusReason : null,
  )
  if (reason === undefined || reason === null) return null
  return (
    <p className="mb-2 flex gap-2 rounded-lg border border-line bg-question-soft px-3 py-2 text-question-ink">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words select-text">{reason}</span>
    </p>
  )
}
