import { openCalls } from '../../../contract/open-calls.ts'
import { isEnded, isStopped } from '../../../contract/task-status.ts'
import type { TaskView, ToolCallView } from '../../../contract/task-view.ts'

/**
 * From which entry on the model has read nothing yet: what a person wrote while it was at a step waits for
 * the next one. `items.length` when everything was read.
 */
export function firstUnread({ items, calls, status }: Pick<TaskView, 'items' | 'calls' | 'status'>): number {
  if (isEnded(status) || isStopped(status)) return items.length
  const at = items.findLastIndex((item) => item.type === 'turn')
  const turn = items[at]
  if (turn?.type !== 'turn') return items.length
  const atWork =
    turn.state === 'streaming' || turn.callIds.some((callId) => calls[callId]?.status !== 'finished')
  return atWork ? at + 1 : items.length
}

/** The calls that wait for a person's yes or no, in the order of the transcript. */
export function pendingApprovals({ items, calls }: Pick<TaskView, 'items' | 'calls'>): ToolCallView[] {
  return openCalls({ items, calls }).filter(({ status }) => status === 'awaiting_approval')
}

/** The latest question that waits for an answer, or null. */
export function openQuestion({ items, calls }: Pick<TaskView, 'items' | 'calls'>): ToolCallView | null {
  return openCalls({ items, calls }).findLast(({ status }) => status === 'awaiting_answer') ?? null
}

/** The call that a person is asked about because nobody knows what became of it, or null. */
export function openDoubt({ items, calls }: Pick<TaskView, 'items' | 'calls'>): ToolCallView | null {
  return openCalls({ items, calls }).find(({ status }) => status === 'outcome_unknown') ?? null
}

/** The first call whose card waits for a person, or null. */
export function firstWaiting(view: Pick<TaskView, 'items' | 'calls'>): ToolCallView | null {
  return pendingApprovals(view)[0] ?? openQuestion(view) ?? openDoubt(view)
}
