import type { TaskEventOf } from '../../contract/task-event.ts'
import type { ApprovalSubject, ToolDisplay } from '../../contract/tool-display.ts'

/** How long the words of a task's row may be, in UTF-16 units. */
export const activityLength = 80

/** The first argument that names what a tool works on. Its text may go on behind the glimpse. */
const targetArgument =
  /"(?:path|file_path|command|url|mode|mode_slug|tool_name|query|regex|question)"\s*:\s*"((?:[^"\\]|\\.)*)/

/** How much of a call's arguments is looked at: they hold whole files. */
const glimpseLength = 2_000

/**
 * The text on one line of at most 80 characters: line ends and control characters become spaces, marks
 * that turn the direction of writing are left out, and what does not fit is cut with an ellipsis.
 */
export function fewWords(text: string): string {
  const line = text
    .slice(0, activityLength * 8)
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  if (line.length <= activityLength) return line
  // A pair of surrogates is kept or dropped whole.
  return `${line.slice(0, activityLength - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/**
 * What a call is about ("src/a.ts", "npm test"), seen in the beginning of its raw arguments, which may be
 * no valid JSON. Empty when nothing there says so.
 */
export function callTarget(rawArguments: string): string {
  const glimpse = rawArguments.slice(0, glimpseLength)
  const found = targetArgument.exec(glimpse)
  if (found?.[1] === undefined) return ''
  try {
    return fewWords(JSON.parse(`"${found[1]}"`) as string)
  } catch {
    return fewWords(found[1])
  }
}

/** What a person is asked to allow, to be put behind "asks to": "run npm test", "edit src/a.ts". */
export function asksTo(subject: ApprovalSubject): string {
  switch (subject.type) {
    case 'read':
      return `read ${subject.paths.slice(0, 3).join(', ') || subject.summary}`
    case 'edit':
      return `${subject.created ? 'create' : 'edit'} ${subject.path}`
    case 'delete':
      return `delete ${subject.path}`
    case 'command':
      return `run ${subject.command}`
    case 'subtask':
      return `start a subtask in ${subject.mode} mode`
    case 'checks':
      return `run its checks: ${subject.run.join(', ')}`
    case 'completion':
      return 'finish'
    case 'clash':
      return `settle a clash in ${subject.conflicts.map(({ path }) => path).join(', ')}`
    case 'mode_switch':
      return `switch to ${subject.to}`
    case 'todo':
      return 'change its todo list'
    case 'question':
      return `ask: ${subject.question}`
    case 'other':
      return subject.title
    default: {
      const unknown: never = subject
      throw new Error(`Unknown subject ${JSON.stringify(unknown)}`)
    }
  }
}

/** "waits for TL-4, TL-5": what a parent with open children does. */
export function waitsFor(displayIds: string[]): string {
  const shown = displayIds.slice(0, 5).join(', ')
  const more = displayIds.length - 5
  return more > 0 ? `waits for ${shown} and ${more} more` : `waits for ${shown}`
}

/** How a call ended, in the words that follow its name. Null when there is nothing to add. */
export function endedHow(outcome: TaskEventOf<'tool.finished'>['outcome']): string | null {
  switch (outcome) {
    case 'ok':
      return null
    case 'error':
      return 'failed'
    case 'refused':
      return 'was refused'
    case 'rejected':
      return 'was rejected'
    case 'cancelled':
      return 'was cancelled'
    case 'unknown':
      return 'ended nobody knows how'
    default: {
      const unknown: never = outcome
      throw new Error(`Unknown outcome ${unknown}`)
    }
  }
}

/** What a row says of a message, or null where it says more by going on with what it said. */
export function messageActivity({ from, text, fromTask }: TaskEventOf<'message.added'>): string | null {
  if (fromTask === undefined) return from === 'engine' ? null : `got a message: ${text}`
  const { displayId, kind } = fromTask
  switch (kind) {
    case 'progress':
      return null
    case 'blocker':
      return `${displayId} is blocked: ${text}`
    case 'answer':
    case 'redirect':
      return `heard from ${displayId}: ${text}`
    case 'result':
      return `got the result of ${displayId}`
    default: {
      const unknown: never = kind
      throw new Error(`Unknown message ${String(unknown)}`)
    }
  }
}

/** What a row says of a message that its task sent. */
export function sentActivity({ to, kind, message }: Extract<ToolDisplay, { type: 'sent' }>): string {
  return kind === 'blocker' ? `asks ${to}: ${message}` : `wrote to ${to}: ${message}`
}

/** What a task was told of a call whose outcome was not known. */
export const settledHow = {
  rerun: 'was told to run it again',
  done: 'was told that it is done',
  skip: 'was told to go on without it',
} as const

/** What limits count, in words. */
export const limitWords = {
  requests: 'requests',
  tokens: 'tokens',
  cost: 'US dollars',
  minutes: 'minutes',
} as const
