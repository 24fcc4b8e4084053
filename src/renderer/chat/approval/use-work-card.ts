import type { TaskId } from '../../../contract/ids.ts'
import type { ApprovalView, ToolCallView } from '../../../contract/task-view.ts'
import type { Review } from '../../review/reviews.ts'
import { useReview } from '../../review/use-review.ts'
import { useCard } from './use-card.ts'
import { type Answer, useDecide } from './use-decide.ts'

/** What the actions of a card about finished work have in common. */
export type WorkActions = {
  taskId: TaskId
  review: Review
  /** What is being sent. */
  busy: Answer['decision'] | null
  /** Whether it has been there long enough for a yes. */
  ready: boolean
  onChange: (part: Partial<Review>) => void
  onSendBack: (feedback: string) => void
  onBack: () => void
}

/** A card about finished work: how far the person is with it, and how it is answered. `onYes` is what Enter does. */
export function useWorkCard(
  { taskId, call, approval }: { taskId: TaskId; call: ToolCallView; approval: ApprovalView },
  onYes: () => void,
) {
  const { review, deeds } = useReview(approval.approvalId)
  const { decide, busy, problem } = useDecide(taskId, approval)
  const card = useCard(call.callId, {
    onApprove: onYes,
    onReject: () => deeds.change({ step: 'sending-back' }),
  })
  const actions: WorkActions = {
    ...{ taskId, review, busy, ready: card.ready },
    onChange: deeds.change,
    onSendBack: (feedback) => void decide({ decision: 'rejected', feedback }),
    onBack: () => {
      deeds.change({ step: 'looking' })
      card.focus()
    },
  }
  return { review, deeds, decide, problem, card, actions }
}
