import type { TaskStatus } from '../../../contract/task-status.ts'

/**
 * What the empty composer says: what becomes of a message sent now. `inDoubt` tells that the task waits to hear
 * what became of a call.
 */
export function composerWords(
  status: TaskStatus,
  { answering, inDoubt }: { answering: boolean; inDoubt: boolean },
  online: boolean,
): string {
  if (!online) return 'Not connected. What you write is kept and can be sent later.'
  if (answering) return 'Answer in your own words'
  switch (status) {
    case 'in_progress':
    case 'queued':
      return 'Add something: it is read after the current step'
    case 'awaiting_approval':
      return 'Add something: it is read once you have decided above'
    case 'awaiting_subtask':
      return 'Add something: it is read when the subtask has returned'
    case 'awaiting_input':
      return inDoubt
        ? 'Add something: it is read once you have said above what became of the call'
        : 'Write what it should do'
    case 'paused':
    case 'interrupted':
      return 'Write to go on, or resume'
    case 'completed':
      return 'Ask for more: this opens the task again'
    case 'failed':
    case 'cancelled':
      return 'Write what to do instead: this opens the task again'
    default: {
      const unknown: never = status
      throw new Error(`Unknown status ${String(unknown)}`)
    }
  }
}
