import type { ActionType } from '../../contract/action-type.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { ApprovalView } from '../../contract/task-view.ts'
import type { Waiting } from './waiting.ts'

/** What waits, from what may do most harm to what only holds up. */
export const risks = [
  'doubt',
  'delete',
  'command',
  'protected',
  'outside',
  'foreign',
  'clash',
  'edit',
  'read',
  'question',
  'finish',
  'subtask',
  'other',
  'limit',
  'need',
] as const
export type Risk = (typeof risks)[number]

const ofAction: Record<ActionType, Risk> = {
  read: 'read',
  read_outside: 'outside',
  edit: 'edit',
  edit_outside: 'outside',
  edit_protected: 'protected',
  delete: 'delete',
  command: 'command',
  browser: 'foreign',
  mcp: 'foreign',
  mode_switch: 'other',
  subtask_create: 'subtask',
  subtask_finish: 'finish',
  task_message: 'other',
  followup: 'question',
  todo: 'other',
  retry: 'other',
}

/** What a thing risks. */
export function riskOf({ task, asked }: Waiting): Risk {
  switch (asked.type) {
    case 'approval':
      return ofApproval(asked.approval)
    case 'doubt':
    case 'question':
    case 'limit':
    case 'need':
      return asked.type
    case 'word':
      return 'question'
    case 'unread':
    case 'unclear':
    case 'failed':
      return guessed(task)
    default: {
      const unknown: never = asked
      throw new Error(`Unknown wait ${JSON.stringify(unknown)}`)
    }
  }
}

function ofApproval({ action, subject }: ApprovalView): Risk {
  if (subject.type === 'checks') return 'command'
  if (subject.type === 'clash') return 'clash'
  return ofAction[action]
}

/** What the words of a task's row promise. They put a thing in its place until it has been looked at, no more. */
function guessed({ status, activity, needs }: TaskSummary): Risk {
  if (status === 'paused') return needs === null ? 'limit' : 'need'
  if (status === 'awaiting_input') return activity.startsWith('asks what became of') ? 'doubt' : 'question'
  const verb = /^asks to (\w+)/.exec(activity)?.[1] ?? ''
  return guesses[verb] ?? 'other'
}

const guesses: Record<string, Risk> = {
  delete: 'delete',
  run: 'command',
  settle: 'clash',
  edit: 'edit',
  create: 'edit',
  read: 'read',
  ask: 'question',
  finish: 'finish',
  start: 'subtask',
}

/** The riskiest first; of two alike the one that waits longer. A total order over things with keys of their own. */
export function compareWaiting(one: Waiting, other: Waiting): number {
  return (
    risks.indexOf(riskOf(one)) - risks.indexOf(riskOf(other)) ||
    one.asked.since - other.asked.since ||
    (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)
  )
}
