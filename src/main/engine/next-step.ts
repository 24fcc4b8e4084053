import type { CallId } from '../../contract/ids.ts'
import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import { cutNudge, noToolNudge, nudges } from '../prompt/nudges.ts'
import { findCircle } from './find-circle.ts'
import { planTurn } from './plan-turn.ts'
import { type ToStop, toStop } from './stop-others.ts'

/** What a task's loop has to do next, as its log tells it. The same after a restart as before. */
export type NextStep =
  | { type: 'settle'; callId: CallId }
  /** Nothing can be done but wait until one of these subtasks returns. */
  | { type: 'await_subtasks'; callIds: CallId[] }
  | { type: 'ask_model' }
  /** The latest answer called no tool: say so in these words. */
  | { type: 'nudge'; text: string }
  /** A message came that needs the task before the subtasks it waits for return: go on without them. */
  | { type: 'let_go'; callIds: CallId[] }
  /** A subtask failed that was to stop the others of the turn. */
  | { type: 'stop_others'; stop: ToStop }
  /** It told its parent of a blocker: nothing can be done before the answer. */
  | { type: 'await_answer' }
  /** Too many useless answers in a row: stop asking. `text` is the last thing the model said. */
  | { type: 'give_up'; mistakes: number; text: string }
  /** The same calls again and again with the same results: a person has to say how to go on. */
  | { type: 'ask_person'; why: string }

type MayShare = Parameters<typeof planTurn>[2]
type Turn = Extract<TranscriptItem, { type: 'turn' }>

/** Decides the next step. Pure: looks at the view, the limit and what modes may share a folder, at nothing else. */
export function nextStep(view: TaskView, maxMistakes: number, mayShare: MayShare): NextStep {
  const index = view.items.findLastIndex(isCommitted)
  const turn = view.items[index] as Turn | undefined
  if (turn === undefined) return { type: 'ask_model' }

  const stop = toStop(view, turn.callIds)
  if (stop !== null) return { type: 'stop_others', stop }

  const plan = planTurn(view, turn.callIds, mayShare)
  if (plan.type === 'await_subtasks' && hasUrgentWord(view)) {
    return { type: 'let_go', callIds: turn.callIds }
  }
  if (plan.type !== 'settled') return plan

  const later = view.items.slice(index + 1)
  if (later.some(isWord)) return { type: 'ask_model' }

  if (turn.callIds.some((callId) => isBlocker(view.calls[callId]))) return { type: 'await_answer' }

  const mistakes = mistakesInARow(view)
  if (mistakes >= maxMistakes) return { type: 'give_up', mistakes, text: turn.text }
  const nudged = later.some((item) => item.type === 'message')
  if (turn.callIds.length === 0 && !nudged) {
    return { type: 'nudge', text: turn.finish === 'length' ? cutNudge : noToolNudge }
  }
  const circle = findCircle(view)
  return circle === null ? { type: 'ask_model' } : { type: 'ask_person', why: circle }
}

function isCommitted(item: TranscriptItem): item is Turn {
  return item.type === 'turn' && item.state === 'committed'
}

/** Whether somebody said something: a person, a parent, or a child that nobody waited for. A nudge is no news. */
export function isWord(item: TranscriptItem): boolean {
  return item.type === 'message' && (item.from !== 'engine' || !nudges.has(item.text))
}

/**
 * Whether somebody wrote, after the latest turn, what is not to wait for subtasks: a task a blocker or a redirect, or
 * a person a message that is to be read now.
 */
export function hasUrgentWord({ items }: TaskView): boolean {
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at]
    if (item === undefined || isCommitted(item)) return false
    if (item.type === 'message' && item.urgent === true) return true
    const kind = item.type === 'message' ? item.fromTask?.kind : undefined
    if (kind === 'blocker' || kind === 'redirect') return true
  }
  return false
}

function isBlocker(call: ToolCallView | undefined): boolean {
  return call?.display?.type === 'sent' && call.display.kind === 'blocker'
}

const wipesTheSlate: ReadonlySet<string> = new Set(['status', 'failed', 'cancelled', 'completed'])

/** How many of the latest turns were useless, back to somebody's word, a stop, an end or a useful turn. */
function mistakesInARow(view: TaskView): number {
  let count = 0
  for (let at = view.items.length - 1; at >= 0; at--) {
    const item = view.items[at]
    if (item === undefined) break
    if (isWord(item)) break
    // A stop or an end wipes the slate: without this a task that gave up could never be resumed.
    if (item.type === 'notice' && wipesTheSlate.has(item.notice.type)) break
    if (!isCommitted(item)) continue
    if (!item.callIds.every((callId) => isMistake(view.calls[callId]))) break
    count++
  }
  return count
}

/** A call that came to nothing before it began: unknown tool, unusable arguments, a plan that cannot be made. */
function isMistake(call: ToolCallView | undefined): boolean {
  return (
    call !== undefined && call.startedAt === null && (call.outcome === 'error' || call.outcome === 'refused')
  )
}
