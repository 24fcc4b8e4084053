import type { TaskStatus } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'

/** The seven colours a status may have. */
export type Tone = 'approval' | 'question' | 'working' | 'subtask' | 'idle' | 'done' | 'failed'

/** A status as people see it: a task that waits for its parent's answer does not wait for them. */
export type ShownStatus = TaskStatus | 'blocked'

/** What is shown of a task's status. */
export function shownStatus({ status, needs }: Pick<TaskSummary, 'status' | 'needs'>): ShownStatus {
  return status === 'awaiting_input' && needs === 'answer' ? 'blocked' : status
}

/** How a status is told to people: its colour and its words. Its shape is in status-dot.tsx. */
export const statusInfo: Record<ShownStatus, { tone: Tone; label: string }> = {
  queued: { tone: 'idle', label: 'Queued' },
  in_progress: { tone: 'working', label: 'Working' },
  awaiting_approval: { tone: 'approval', label: 'Needs approval' },
  awaiting_input: { tone: 'question', label: 'Asks you' },
  blocked: { tone: 'question', label: 'Blocked' },
  awaiting_subtask: { tone: 'subtask', label: 'Waiting for subtask' },
  paused: { tone: 'idle', label: 'Paused' },
  interrupted: { tone: 'idle', label: 'Interrupted' },
  completed: { tone: 'done', label: 'Completed' },
  failed: { tone: 'failed', label: 'Failed' },
  cancelled: { tone: 'idle', label: 'Cancelled' },
}

/** Statuses from the one that needs a person most to the one that needs nobody. */
export const byUrgency: readonly ShownStatus[] = [
  'awaiting_approval',
  'awaiting_input',
  'blocked',
  'interrupted',
  'in_progress',
  'awaiting_subtask',
  'queued',
  'paused',
  'failed',
  'cancelled',
  'completed',
]
