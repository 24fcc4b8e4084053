import type { TaskStatus } from '../../contract/task-status.ts'

/** The seven colours a status may have. */
export type Tone = 'approval' | 'question' | 'working' | 'subtask' | 'idle' | 'done' | 'failed'

/** How a status is told to people: its colour and its words. Its shape is in status-dot.tsx. */
export const statusInfo: Record<TaskStatus, { tone: Tone; label: string }> = {
  queued: { tone: 'idle', label: 'Queued' },
  in_progress: { tone: 'working', label: 'Working' },
  awaiting_approval: { tone: 'approval', label: 'Needs approval' },
  awaiting_input: { tone: 'question', label: 'Asks you' },
  awaiting_subtask: { tone: 'subtask', label: 'Waiting for subtask' },
  paused: { tone: 'idle', label: 'Paused' },
  interrupted: { tone: 'idle', label: 'Interrupted' },
  completed: { tone: 'done', label: 'Completed' },
  failed: { tone: 'failed', label: 'Failed' },
  cancelled: { tone: 'idle', label: 'Cancelled' },
}

/** Statuses from the one that needs a person most to the one that needs nobody. */
export const byUrgency: readonly TaskStatus[] = [
  'awaiting_approval',
  'awaiting_input',
  'interrupted',
  'in_progress',
  'awaiting_subtask',
  'queued',
  'paused',
  'failed',
  'cancelled',
  'completed',
]

/** Whether the task waits for a person to decide or to answer. */
export function waitsForPerson(status: TaskStatus): boolean {
  return status === 'awaiting_approval' || status === 'awaiting_input'
}
