import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import { isEnded, isLive } from '../../contract/task-status.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { askModel } from './ask-model.ts'
import { brokenTurn } from './broken-turn.ts'
import type { EngineCore } from './core.ts'
import { viewForEnding } from './damaged-task.ts'
import { awaitReturn, endTask } from './delegation.ts'
import { engineWord } from './engine-word.ts'
import { moveTo } from './journal.ts'
import { awaitAnswer, letGo } from './mailbox.ts'
import { type NextStep, nextStep } from './next-step.ts'
import { openWorktree } from './own-worktree.ts'
import { prepareWorktree } from './prepare-worktree.ts'
import { progressOf } from './progress.ts'
import { runTask } from './run-task.ts'
import { settleCall } from './settle-call.ts'
import { sharing } from './sharing.ts'
import { stopOthers } from './stop-others.ts'

/** Why a run was told to stop. It is the abort reason of its signal. */
export type StopReason = 'stopped' | 'cancelled' | 'shutdown'

/** The loops that are alive. One per task at most. */
export type TaskRuns = {
  /**
   * Starts the loop of a task that may work; after one that is still winding down, if need be. Its first step
   * comes after the caller is through.
   */
  start(taskId: TaskId): void
  /** Tells a task's loop to stop. Its effects are ended; what it has to write it still writes. */
  abort(taskId: TaskId, reason: StopReason): void
  /** Whether a loop works on the task or waits for it, or is about to: not one that is leaving off. */
  isRunning(taskId: TaskId): boolean
  /** Aborts all loops, lets no new one begin, and resolves when the last has ended. */
  close(): Promise<void>
}

/** `over` once the loop has taken its last step; `again` when it was told to go on after that. */
type Run = { abort: AbortController; done: Promise<void>; over: boolean; again: boolean }

/** Makes the set of loops over the engine's parts. */
export function createTaskRuns(core: EngineCore): TaskRuns {
  const { deps } = core
  const runs = new Map<TaskId, Run>()
  let closed = false

  function start(taskId: TaskId): void {
    const old = runs.get(taskId)
    // Even a loop that was not aborted may have taken its last step already.
    if (old !== undefined) old.again = true
    if (old !== undefined || closed || !mayWork(taskId)) return
    const run: Run = { abort: new AbortController(), done: Promise.resolve(), over: false, again: false }
    runs.set(taskId, run)
    const logged = (error: unknown) =>
      deps.log('error', `The end of the loop of ${taskId} failed: ${String(error)}`)
    run.done = live(core, taskId, run)
      .catch(logged)
      .then(() => {
        runs.delete(taskId)
        if (run.again) start(taskId)
      })
      .catch(logged)
  }

  function abort(taskId: TaskId, reason: StopReason): void {
    const run = runs.get(taskId)
    if (run === undefined) return
    run.again = false
    run.abort.abort(reason)
  }

  function mayWork(taskId: TaskId): boolean {
    const status = deps.store.tasks.get(taskId)?.status
    return status !== undefined && (status === 'queued' || isLive(status))
  }

  return {
    start,
    abort,
    isRunning(taskId) {
      const run = runs.get(taskId)
      return run !== undefined && (run.again || !(run.over || run.abort.signal.aborted))
    },
    async close() {
      closed = true
      for (const taskId of runs.keys()) abort(taskId, 'shutdown')
      await Promise.all([...runs.values()].map((run) => run.done))
    },
  }
}

async function live(core: EngineCore, taskId: TaskId, run: Run): Promise<void> {
  const { deps, journal } = core
  const { signal } = run.abort
  let broken = false
  try {
    const view = journal.view(taskId)
    const begun = view.status === 'queued' ? moveTo(view, 'in_progress') : []
    // A turn still streams in the log when the loop before this one could not write its own end.
    journal.append([...brokenTurn(view, 'interrupted'), ...begun])
    // Nothing happens within the call that sets a task to work: it may be one of several, or be taken back.
    await Promise.resolve()
    await openWorktree(core, view, signal)
    await prepareWorktree(core, view, signal)
    await runTask(stepsOf(core, view, signal), signal)
  } catch (error) {
    broken = !(signal.aborted && error === signal.reason)
    if (broken) breakOff(core, taskId, error)
  }
  run.over = true
  core.budgets.release(taskId)
  const status = deps.store.tasks.get(taskId)?.status
  if (broken || signal.aborted || status === undefined || isEnded(status)) {
    await deps.commands.killTask(taskId)
  }
}

/** A bug, a full disk or a folder that is gone must not leave a task that says it works while nobody does. */
function breakOff(core: EngineCore, taskId: TaskId, error: unknown): void {
  const { deps, journal } = core
  const expected = error instanceof AppError
  const message = error instanceof Error ? error.message : String(error)
  const details = error instanceof Error && !expected ? error.stack : message
  deps.log(expected ? 'warn' : 'error', `The loop of ${taskId} broke: ${details}`)
  // Another program's lock passes, and then the task goes on by itself: `pauseWithoutStorage` sees to it.
  if (expected && error.code === 'storage_failed' && deps.store.health.now().trouble?.kind === 'busy') return
  try {
    const view = viewForEnding(core, taskId)
    if (!isLive(view.status)) return
    const reason = expected ? message : `Treeline had to stop here: ${message}`
    journal.append([...brokenTurn(view, 'stopped'), ...moveTo(view, 'paused', reason)])
  } catch (second) {
    deps.log('error', `The stop of ${taskId} could not be written either: ${String(second)}`)
  }
}

function stepsOf(core: EngineCore, view: TaskView, signal: AbortSignal): Parameters<typeof runTask>[0] {
  const { deps, journal } = core
  const prompts = new Map<string, string>()
  return {
    next: () => nextStep(view, deps.store.settings.preferences().maxMistakes, sharing(core, view)),
    awaitSubtasks: (callIds) => awaitReturn(core, view, callIds, signal),
    letGo: (callIds) => letGo(core, view, callIds),
    stopOthers: (stop) => stopOthers(core, view, stop),
    awaitAnswer: () => awaitAnswer(core, view),
    settle: (callId) => settleCall(core, view, callId, signal),
    askModel: () => askModel(core, view, prompts, signal),
    nudge: (text) => void journal.append([engineWord(view.id, text)]),
    giveUp: (step) => giveUp(core, view, step),
    askPerson: (why) => void journal.append(moveTo(view, 'awaiting_input', `${why} Write to it to go on.`)),
  }
}

/** A child fails, so that its parent can decide; a root waits for its person. */
function giveUp(core: EngineCore, view: TaskView, step: Extract<NextStep, { type: 'give_up' }>): void {
  const message = `The model answered ${step.mistakes} times in a row without a usable tool call.`
  const link = core.deps.store.subtasks.ofChild(view.id)
  if (link !== null && link.outcome === null) {
    endTask(core, view, { outcome: 'failed', message, progress: progressOf(view), failure: null })
  } else core.journal.append(moveTo(view, 'awaiting_input', `${message} Write to it to go on.`))
}
