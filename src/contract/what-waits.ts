import { openCalls } from './open-calls.ts'
import { type LimitNotice, pausedBy } from './paused-by.ts'
import type { ApprovalView, TaskView, ToolCallView } from './task-view.ts'
import type { Need } from './turn-failure.ts'

/** One thing that a task waits for a person to say. `since` is in epoch ms. */
export type WaitsFor = { since: number } & (
  | { type: 'approval'; call: ToolCallView; approval: ApprovalView }
  | { type: 'question'; call: ToolCallView; question: NonNullable<ToolCallView['question']> }
  /** A call of which nobody knows what became. */
  | { type: 'doubt'; call: ToolCallView; what: string }
  | { type: 'limit'; notice: LimitNotice }
  | { type: 'need'; needs: Need; reason: string }
  /** It asked nothing and does not get on: any word of the person lets it go on. */
  | { type: 'word'; reason: string }
)

/** Everything that a task waits for a person to say, in the order of its transcript; [] while it waits for nobody. */
export function whatWaits(view: TaskView): WaitsFor[] {
  const { status, needs, statusReason, updatedAt } = view
  if (status === 'awaiting_approval') {
    return openCalls(view).flatMap((call) =>
      call.status === 'awaiting_approval' && call.approval !== null
        ? [{ type: 'approval', call, approval: call.approval, since: call.approval.requestedAt }]
        : [],
    )
  }
  if (status === 'awaiting_input' && needs !== 'answer') {
    const asked = openCalls(view).flatMap((call): WaitsFor[] => {
      const { unknown, question } = call
      if (call.status === 'outcome_unknown' && unknown !== null)
        return [{ type: 'doubt', call, what: unknown.what, since: updatedAt }]
      if (call.status !== 'awaiting_answer' || question === null) return []
      return [{ type: 'question', call, question, since: updatedAt }]
    })
    return asked.length > 0 ? asked : [{ type: 'word', reason: statusReason ?? '', since: updatedAt }]
  }
  if (status !== 'paused') return []
  const since = view.items.findLast(({ type }) => type === 'notice')?.at ?? updatedAt
  if (needs !== null && needs !== 'answer')
    return [{ type: 'need', needs, reason: statusReason ?? '', since }]
  const notice = pausedBy(view)
  return notice === null ? [] : [{ type: 'limit', notice, since }]
}
