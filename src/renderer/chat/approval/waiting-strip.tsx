import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo } from 'react'
import type { CallId, TaskId } from '../../../contract/ids.ts'
import { useTaskView } from '../../state/hooks.ts'
import { StatusDot } from '../../ui/status-dot.tsx'
import { useSeenCards } from '../seen-cards.tsx'
import { openDoubt, openQuestion, pendingApprovals } from '../transcript/read-state.ts'

/** Says above the composer that a card waits out of view, and leads to it. */
export function WaitingStrip({
  taskId,
  below,
  onShow,
}: {
  taskId: TaskId
  /** Whether the transcript goes on below what is seen: then the card is there. */
  below: boolean
  onShow: (callId: CallId) => void
}) {
  const items = useTaskView(taskId, (view) => view.items)
  const calls = useTaskView(taskId, (view) => view.calls)
  const seen = useSeenCards()
  const waiting = useMemo(() => {
    if (items === undefined || calls === undefined) return null
    const approvals = pendingApprovals({ items, calls })
    const doubt = openDoubt({ items, calls })
    return { approvals, question: openQuestion({ items, calls }) ?? doubt, doubt }
  }, [items, calls])
  if (waiting === null) return null
  const approvals = waiting.approvals.filter(({ callId }) => !seen.has(callId))
  const question = waiting.question !== null && !seen.has(waiting.question.callId) ? waiting.question : null
  const first = approvals[0] ?? question
  if (first === null || first === undefined) return null
  const Arrow = below ? ArrowDown : ArrowUp
  const words =
    approvals.length === 0
      ? question === waiting.doubt
        ? 'A call that was cut off waits for your word'
        : 'A question waits for your answer'
      : approvals.length === 1
        ? '1 approval waits'
        : `${approvals.length} approvals wait`
  return (
    <button
      type="button"
      onClick={() => onShow(first.callId)}
      className="enter-soft mb-2 flex w-full items-center gap-2 rounded-lg border border-line-strong bg-raised px-3 py-1.5 text-left shadow-low hover:bg-hover"
    >
      <StatusDot status={approvals.length > 0 ? 'awaiting_approval' : 'awaiting_input'} />
      <span className="flex-1">{words}</span>
      <span className="text-small text-ink-3">Show</span>
      <Arrow aria-hidden className="size-3.5 text-ink-3" />
    </button>
  )
}
