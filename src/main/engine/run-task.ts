import type { CallId } from '../../contract/ids.ts'
import type { NextStep } from './next-step.ts'

/** What the loop can do. It knows no database, no screen and no approval rule: they enter here. */
export type LoopSteps = {
  next(): NextStep
  settle(callId: CallId): Promise<'settled' | 'ended'>
  /** Waits until one of these subtasks has returned. */
  awaitSubtasks(callIds: CallId[]): Promise<void>
  /** Gives these calls results though their subtasks are still at work. */
  letGo(callIds: CallId[]): void
  /** Cancels what is at work beside a subtask that failed and was to stop the others, and refuses what has not begun. */
  stopOthers(stop: Extract<NextStep, { type: 'stop_others' }>['stop']): void
  /** Whether the task now waits for its parent's answer; if not, it has been told why not. */
  awaitAnswer(): boolean
  /** Whether a whole turn now stands in the log; if not, the task has been stopped or has failed. */
  askModel(): Promise<boolean>
  nudge(text: string): void
  giveUp(step: Extract<NextStep, { type: 'give_up' }>): void
  askPerson(why: string): void
}

/**
 * The life of a task: ask the model, settle what it calls, ask again, until it completes, fails, gives up
 * or is stopped. What to do next is read from the log each time, so that a loop begun after a crash goes
 * on where the last one was. Rejects only with the signal's reason or with a bug.
 */
export async function runTask(steps: LoopSteps, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const step = steps.next()
    switch (step.type) {
      case 'settle':
        if ((await steps.settle(step.callId)) === 'ended') return
        break
      case 'await_subtasks':
        await steps.awaitSubtasks(step.callIds)
        break
      case 'let_go':
        steps.letGo(step.callIds)
        break
      case 'stop_others':
        steps.stopOthers(step.stop)
        break
      case 'await_answer':
        if (steps.awaitAnswer()) return
        break
      case 'ask_model':
        if (!(await steps.askModel())) return
        break
      case 'nudge':
        steps.nudge(step.text)
        break
      case 'give_up':
        steps.giveUp(step)
        return
      case 'ask_person':
        steps.askPerson(step.why)
        return
      default: {
        const unknown: never = step
        throw new Error(`Unknown step ${JSON.stringify(unknown)}`)
      }
    }
  }
}
