import type { TurnId } from '../../contract/ids.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { TurnFailure } from '../../contract/turn-failure.ts'
import type { Entry } from './journal.ts'
import type { LiveText } from './live-text.ts'

/** What came of a broken answer is kept to so many characters of each kind: it is only read. */
const keptPart = 100_000

const words = {
  stopped: 'Stopped before the answer was whole.',
  interrupted: 'Treeline was closed before the answer was whole.',
}

/** What had come of a turn's answer, as its failure keeps it: nothing where nothing had. */
export function partOf(
  view: TaskView,
  turnId: TurnId,
  live: LiveText,
): { text?: string; reasoning?: string } {
  const { text, reasoning } = live.soFar(view.id, turnId)
  return {
    ...(text === '' ? {} : { text: text.slice(0, keptPart).toWellFormed() }),
    ...(reasoning === '' ? {} : { reasoning: reasoning.slice(0, keptPart).toWellFormed() }),
  }
}

/**
 * The fact that the turn that is being streamed will not become whole, or none when no turn is. It belongs
 * into the transaction that ends the work on a task, so that no turn seems to stream while nobody asks. `live` has
 * what came of it so far; without it, as after a crash, that is lost.
 */
export function brokenTurn(view: TaskView, kind: 'stopped' | 'interrupted', live?: LiveText): Entry[] {
  const turn = view.items.findLast((item) => item.type === 'turn')
  if (turn?.type !== 'turn' || turn.state !== 'streaming') return []
  const failure: TurnFailure = { kind, message: words[kind], httpStatus: null, retryInMs: null }
  const part = live === undefined ? {} : partOf(view, turn.id, live)
  return [{ taskId: view.id, body: { type: 'turn.aborted', turnId: turn.id, failure, ...part } }]
}
