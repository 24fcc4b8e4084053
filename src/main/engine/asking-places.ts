import type { TaskId } from '../../contract/ids.ts'
import type { Ledger } from './budget-ledger.ts'

/** The places of those that ask models at the same time, in one tree. Who came first goes first. */
export type AskingPlaces = {
  /** Resolves when the task has a place. Rejects with the signal's reason when it aborts before. */
  take(taskId: TaskId, signal: AbortSignal): Promise<void>
  /** Gives a place back, to whoever waits for one. */
  leave(taskId: TaskId): void
  /** Lets in who may come in now: a limit may have changed. */
  letIn(): void
  /** How many wait. */
  waiting(): number
}

/** Makes the places over a ledger. `say` hears what a task that waits is to be told of, and null when it has a place. */
export function createAskingPlaces(
  ledger: Pick<Ledger, 'enter' | 'leave'>,
  say: (taskId: TaskId, words: string | null) => void,
): AskingPlaces {
  let queue: { taskId: TaskId; come(): void }[] = []

  function letIn(): void {
    queue = queue.filter(({ taskId, come }) => {
      if (ledger.enter(taskId) !== null) return true
      come()
      return false
    })
  }

  return {
    async take(taskId, signal) {
      signal.throwIfAborted()
      const full = ledger.enter(taskId)
      if (full === null) return
      say(taskId, `waits its turn: ${full.asking} of ${full.allowed} tasks of this tree are asking`)
      try {
        await new Promise<void>((resolve, reject) => {
          const leave = () => {
            queue = queue.filter((other) => other !== me)
            reject(signal.reason)
          }
          const me = {
            taskId,
            come() {
              signal.removeEventListener('abort', leave)
              resolve()
            },
          }
          queue.push(me)
          signal.addEventListener('abort', leave, { once: true })
        })
      } finally {
        say(taskId, null)
      }
    },
    leave(taskId) {
      ledger.leave(taskId)
      letIn()
    },
    letIn,
    waiting: () => queue.length,
  }
}
