import type { Health } from '../../contract/health.ts'
import type { TaskId } from '../../contract/ids.ts'
import { brokenTurn } from './broken-turn.ts'
import type { EngineCore } from './core.ts'
import { viewForEnding } from './damaged-task.ts'
import { moveTo } from './journal.ts'
import type { TaskRuns } from './task-runs.ts'

/**
 * Stops work while nothing can be stored. A disk that is full, read-only or failing pauses every task that is
 * at work, with words, so that nothing is done that could not be remembered; what could not even be paused in
 * the log is stopped, and paused there as soon as it can be. Another program's lock passes by itself: what
 * it broke off goes on then. Returns how to stop watching.
 */
export function pauseWithoutStorage(core: EngineCore, runs: TaskRuns): () => void {
  const { store } = core.deps
  let last: Health['trouble'] = null
  let stopped = false

  function atWork(): TaskId[] {
    return store.tasks.withStatus(['in_progress', 'queued']).map(({ id }) => id)
  }

  function look(): void {
    if (stopped) return
    const { trouble } = store.health.now()
    if (trouble === null) goOn()
    else if (mayPassUnheld(trouble)) last = trouble
    else hold(trouble)
  }

  function hold(trouble: NonNullable<Health['trouble']>): void {
    last = trouble
    for (const taskId of atWork()) {
      attempt(core, () => pause(core, taskId, trouble.message))
      runs.abort(taskId, 'stopped')
    }
  }

  function goOn(): void {
    const was = last
    last = null
    if (was === null) return
    for (const taskId of atWork()) {
      if (runs.isRunning(taskId)) continue
      if (mayPassUnheld(was)) runs.start(taskId)
      else attempt(core, () => pause(core, taskId, was.message))
    }
  }

  // Not at once: whoever met the trouble is in the middle of something.
  const stop = store.health.listen(() => void setImmediate(look))
  return () => {
    stopped = true
    stop()
  }
}

/** A lock is waited for; damage concerns some tasks, each of which meets it by itself. */
const mayPassUnheld = ({ kind }: NonNullable<Health['trouble']>): boolean =>
  kind === 'busy' || kind === 'damaged'

function pause(core: EngineCore, taskId: TaskId, reason: string): void {
  const view = viewForEnding(core, taskId)
  core.journal.append([...brokenTurn(view, 'stopped', core.live), ...moveTo(view, 'paused', reason)])
}

function attempt({ deps }: EngineCore, work: () => void): void {
  try {
    work()
  } catch (error) {
    deps.log(
      'warn',
      `A task could not be paused in the log: ${error instanceof Error ? error.message : error}`,
    )
  }
}
