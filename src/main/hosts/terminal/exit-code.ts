import type { TaskStatus } from '../../../contract/task-status.ts'

/** What the command line ends with: scripts depend on these numbers. */
export const exitCode = { completed: 0, failed: 1, usage: 2, waiting: 3, interrupted: 130 } as const

/** The exit code for the status a run ended in. Whatever is neither completed nor ended waits for a person. */
export function exitCodeFor(status: TaskStatus): number {
  if (status === 'completed') return exitCode.completed
  return status === 'failed' || status === 'cancelled' ? exitCode.failed : exitCode.waiting
}

/** A mistake in what was typed. Its message is shown with a hint at `--help`. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}
