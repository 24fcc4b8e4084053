import { isLimitReason } from './budget-words.ts'
import type { TaskSummary } from './task-summary.ts'

/**
 * Whether a task waits for a person: for a yes or no, for an answer or a word, for more of what a limit leaves it, or
 * for what it needs to go on. One that was stopped does not, and one that waits for its parent's answer does not.
 */
export function waitsForPerson({
  status,
  needs,
  statusReason,
}: Pick<TaskSummary, 'status' | 'needs' | 'statusReason'>): boolean {
  if (status === 'awaiting_approval') return true
  if (status === 'awaiting_input') return needs !== 'answer'
  return status === 'paused' && (needs !== null ? needs !== 'answer' : isLimitReason(statusReason))
}
