import type { TaskSummary } from '../../contract/task-summary.ts'
import type { ApprovalView, ToolCallView } from '../../contract/task-view.ts'
import { type WaitsFor, whatWaits } from '../../contract/what-waits.ts'
import type { TaskState } from '../state/task-stores.ts'

/** What a task waits for, as far as it is known. `since` is in epoch ms. */
export type Asked =
  | WaitsFor
  /** Its transcript has not been looked at yet, or is on its way. */
  | { type: 'unread'; since: number }
  /** Its transcript does not tell, or ends too soon: only words are known. */
  | { type: 'unclear'; since: number; reason: string }
  | { type: 'failed'; since: number; error: string }

/** One thing that waits for a person. The key is its own for ever. */
export type Waiting = { key: string; task: TaskSummary; asked: Asked }

/** A thing that waits for a yes or no. */
export type WaitingApproval = Waiting & {
  asked: { type: 'approval'; call: ToolCallView; approval: ApprovalView }
}

/** Whether a thing waits for a yes or no. */
export function isApproval(waiting: Waiting): waiting is WaitingApproval {
  return waiting.asked.type === 'approval'
}

/**
 * What a task that waits for a person waits for. `state` is null as long as nobody follows the task. [] where its log
 * already tells that it was answered.
 */
export function waitingOf(
  task: TaskSummary,
  state: Pick<TaskState, 'status' | 'error' | 'damage' | 'view'> | null,
): Waiting[] {
  const since = task.updatedAt
  const one = (asked: Asked): Waiting[] => [{ key: `${task.id} ${asked.type}`, task, asked }]
  if (state?.status === 'failed') return one({ type: 'failed', since, error: state.error ?? '' })
  const view = state?.view ?? null
  if (state === null || view === null) return one({ type: 'unread', since })
  const asked = whatWaits(view)
  if (asked.length > 0) return asked.map((thing) => ({ key: keyOf(task, thing), task, asked: thing }))
  const reason = state.damage ?? task.statusReason ?? task.activity
  if (state.damage === null) {
    if (view.updatedAt < task.updatedAt) return one({ type: 'unread', since })
    if (view.status !== task.status) return []
  }
  return one({ type: 'unclear', since, reason })
}

function keyOf(task: TaskSummary, asked: WaitsFor): string {
  if (asked.type === 'approval') return asked.approval.approvalId
  return asked.type === 'question' || asked.type === 'doubt'
    ? `${task.id} ${asked.call.callId}`
    : `${task.id} ${asked.type}`
}
