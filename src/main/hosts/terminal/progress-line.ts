import type { Checks } from '../../../contract/checks.ts'
import { checksLine } from '../../../contract/receipt-words.ts'
import type { TaskEvent } from '../../../contract/task-event.ts'
import type { ApprovalSubject } from '../../../contract/tool-display.ts'

/**
 * One event as a line for a person who follows a run, without the task's name; null for what is not worth
 * a line. Never longer than the terminal has use for: long texts are cut to their first line.
 */
export function progressLine({ body }: TaskEvent): string | null {
  switch (body.type) {
    case 'task.created':
      return body.parentId === null
        ? `starts in ${body.mode} mode`
        : `starts in ${body.mode} mode: ${cut(body.title)}`
    case 'turn.committed':
      return body.text.trim() === '' ? null : cut(body.text)
    case 'turn.aborted': {
      const { kind, message, retryInMs } = body.failure
      if (kind === 'offline' && retryInMs !== null)
        return `${cut(message)} Goes on by itself when the network is back.`
      return retryInMs === null
        ? cut(message)
        : `${cut(message)} Asking again in ${Math.ceil(retryInMs / 1000)} s.`
    }
    case 'approval.requested':
      return `waits for your approval: ${subjectLine(body.subject)}`
    case 'approval.decided':
      return body.decision === 'rejected'
        ? `rejected${body.feedback === '' ? '' : `: ${cut(body.feedback)}`}`
        : null
    case 'tool.finished': {
      const { display, outcome, result } = body
      if (display?.type === 'edit') return `edited ${display.path} (+${display.added} −${display.removed})`
      if (display?.type === 'delete') return `deleted ${display.path}`
      if (display?.type === 'command') return `ran ${cut(display.command)} (${display.ended})`
      return outcome === 'ok' ? null : `${outcome}: ${cut(result)}`
    }
    case 'subtask.started':
      return `starts ${body.childDisplayId} (${body.mode})${body.background ? ' in the background' : ' and waits'}`
    case 'subtask.returned':
      return `${body.childDisplayId} returned: ${body.outcome}`
    case 'checks.started':
      return 'runs its checks'
    case 'checks.finished': {
      const failed = body.results.filter(({ outcome }) => outcome === 'failed')
      const found = failed.map(({ what, found }) => `${what} (${found})`).join(', ')
      return failed.length === 0 ? checksLine(body.results) : cut(`checks failed: ${found}`)
    }
    case 'question.asked':
      return `asks: ${cut(body.question)}`
    case 'question.answered':
      return `answered${body.by === 'rule' ? ' by rule' : ''}: ${cut(body.answer)}`
    case 'outcome.unknown':
      return `asks what became of its call: ${cut(body.what)}`
    case 'outcome.settled':
      return `was told: ${settledWords[body.decision]}${body.note === '' ? '' : `: ${cut(body.note)}`}`
    case 'mode.switched':
      return `switches to ${body.to} mode`
    case 'status.changed':
      return body.to === 'paused' || body.to === 'interrupted'
        ? `${body.to}${body.reason ? `: ${cut(body.reason)}` : ''}`
        : null
    case 'history.condensed':
      return 'condensed its history'
    case 'history.rewound':
      return `was told instead: ${cut(body.text)}`
    case 'task.completed':
      return 'completed'
    case 'task.failed':
      return `failed: ${cut(body.message)}`
    case 'task.cancelled':
      return body.reason === '' ? 'cancelled' : `cancelled: ${cut(body.reason)}`
    default:
      return null
  }
}

const settledWords = { rerun: 'run it again', done: 'it is done', skip: 'go on without it' } as const

/** What an approval is about, in one line. */
export function subjectLine(subject: ApprovalSubject): string {
  switch (subject.type) {
    case 'read':
      return cut(subject.summary)
    case 'edit':
      return `edit ${subject.path} (+${subject.added} −${subject.removed})`
    case 'delete':
      return `delete ${subject.path}`
    case 'command':
      return `run ${cut(subject.command)}`
    case 'subtask':
      return `start a subtask in ${subject.mode} mode: ${cut(subject.message)}${commandsIn(subject.checks)}`
    case 'checks':
      return `run its checks: ${cut(subject.run.join(', '))}`
    case 'completion':
      return `finish the subtask: ${cut(subject.result)}`
    case 'clash':
      return `settle a clash in ${cut(subject.conflicts.map(({ path }) => path).join(', '))}`
    case 'mode_switch':
      return `switch to ${subject.to} mode`
    case 'todo':
      return 'change the todo list'
    case 'question':
      return cut(subject.question)
    case 'other':
      return cut(subject.title)
    default: {
      const unknown: never = subject
      throw new Error(`Unknown subject ${JSON.stringify(unknown)}`)
    }
  }
}

/** The commands that come with a subtask: who lets it start lets them run. */
function commandsIn(checks: Checks | undefined): string {
  if (checks === undefined || checks.run.length === 0) return ''
  return ` (checked by running ${cut(checks.run.join(', '))})`
}

function cut(text: string): string {
  const line = text.trim().split('\n')[0] ?? ''
  return line.length > 160 ? `${line.slice(0, 159)}…` : line
}
