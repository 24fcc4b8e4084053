import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import { isLive } from '../../contract/task-status.ts'
import { condenseHistory, keptLength } from './condense.ts'
import type { EngineCore } from './core.ts'
import { planCut } from './plan-cut.ts'
import type { TaskRuns } from './task-runs.ts'

/** A person's wish to have a task's history condensed. */
export type CondenseCommand = {
  /**
   * Condenses now; for a task at work, right before its next request. Rejects with AppError `conflict` when
   * there is nothing to condense, and `provider_failed` with what went wrong.
   */
  condense(taskId: TaskId): Promise<void>
  /** Gives up what is being condensed: the histories stay as they are. */
  close(): Promise<void>
}

/** Makes the command over the engine's parts. */
export function createCondenseCommand(core: EngineCore, runs: TaskRuns): CondenseCommand {
  const closing = new AbortController()
  const atWork = new Map<TaskId, Promise<void>>()

  async function condenseNow(taskId: TaskId): Promise<void> {
    const end = await condenseHistory(core, core.journal.view(taskId), closing.signal)
    if (end.status === 'failed') {
      throw new AppError('provider_failed', `The history was not condensed: ${end.failure.message}`)
    }
    if (end.status === 'reached') {
      throw new AppError('conflict', 'The history was not condensed: the budget has no room for it.')
    }
    if (end.status === 'nothing') throw new AppError('conflict', nothing)
  }

  return {
    async condense(taskId) {
      const view = core.journal.view(taskId)
      if (planCut(view, keptLength(view, null)) === null) throw new AppError('conflict', nothing)
      // A loop that has just come to its task's end is still there for a moment, and asks nothing more.
      if (isLive(view.status) && runs.isRunning(taskId)) {
        core.condenseWanted.add(taskId)
        return
      }
      const known = atWork.get(taskId)
      if (known !== undefined) return known
      const done = condenseNow(taskId).finally(() => atWork.delete(taskId))
      atWork.set(taskId, done)
      return done
    },
    async close() {
      closing.abort()
      await Promise.allSettled(atWork.values())
    },
  }
}

const nothing = 'There is nothing to condense: the history is short, or its older part is condensed already.'
