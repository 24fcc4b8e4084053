import type { TurnFailure } from '../../contract/task-event.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Entry } from './journal.ts'

const words = {
  stopped: 'Stopped before the answer was whole.',
  interrupted: 'Treeline was closed before the answer was whole.',
}

/**
 * The fact that the turn that is being streamed will not become whole, or none when no turn is. It belongs
 * into the transaction that ends the work on a task, so that no turn seems to stream while nobody asks.
 */
export function brokenTurn(view: TaskView, kind: 'stopped' | 'interrupted'): Entry[] {
  const turn = view.items.findLast((item) => item.type === 'turn')
  if (turn?.type !== 'turn' || turn.state !== 'streaming') return []
  const failure: TurnFailure = { kind, message: words[kind], httpStatus: null, retryInMs: null }
  return [{ taskId: view.id, body: { type: 'turn.aborted', turnId: turn.id, failure } }]
}
