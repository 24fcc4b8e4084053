import { z } from 'zod'
import { AppError } from './app-error.ts'

/** Every state a task can be in. */
export const taskStatuses = [
  'queued',
  'in_progress',
  'awaiting_approval',
  'awaiting_input',
  'awaiting_subtask',
  'paused',
  'interrupted',
  'completed',
  'failed',
  'cancelled',
] as const
export const taskStatusSchema = z.enum(taskStatuses)
export type TaskStatus = z.infer<typeof taskStatusSchema>

const working = ['in_progress', 'awaiting_approval', 'awaiting_input', 'awaiting_subtask'] as const
const stopped = ['paused', 'interrupted'] as const
const ended = ['completed', 'failed', 'cancelled'] as const

/** From each status, the statuses that may follow. Anything else is a bug. */
export const taskTransitions: Record<TaskStatus, readonly TaskStatus[]> = {
  queued: ['in_progress', ...stopped, 'cancelled', 'failed'],
  in_progress: ['awaiting_approval', 'awaiting_input', 'awaiting_subtask', ...stopped, ...ended],
  awaiting_approval: ['in_progress', 'awaiting_input', 'awaiting_subtask', ...stopped, ...ended],
  awaiting_input: ['in_progress', ...stopped, ...ended],
  // Some subtasks of a turn are under way while the next one is asked about.
  awaiting_subtask: ['in_progress', 'awaiting_approval', ...stopped, ...ended],
  paused: [...working, 'interrupted', ...ended],
  interrupted: [...working, 'paused', ...ended],
  completed: ['in_progress'],
  failed: ['in_progress', 'cancelled'],
  cancelled: ['in_progress'],
}

/** Throws `invalid_transition` when a task may not go from one status to the other. */
export function assertTransition(from: TaskStatus, to: TaskStatus): void {
  if (!taskTransitions[from].includes(to)) {
    throw new AppError('invalid_transition', `A task that is ${from} cannot become ${to}.`)
  }
}

/** Whether the task has reached its end. It may still be reopened by a message. */
export function isEnded(status: TaskStatus): boolean {
  return (ended as readonly TaskStatus[]).includes(status)
}

/** Whether the task's loop is alive: working, or parked on a person or a child. */
export function isLive(status: TaskStatus): boolean {
  return (working as readonly TaskStatus[]).includes(status)
}

/** Whether the task was stopped on the way and can be resumed. */
export function isStopped(status: TaskStatus): boolean {
  return (stopped as readonly TaskStatus[]).includes(status)
}
