import { AppError } from '../../contract/app-error.ts'
import type { MessageId, TaskId } from '../../contract/ids.ts'
import { isEnded, isLive } from '../../contract/task-status.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { newId } from '../base/new-id.ts'
import { noToolNudge } from '../prompt/nudges.ts'
import { chainOf, type EngineCore, modeOf, toolAccessOf } from './core.ts'
import { endTask } from './delegation.ts'
import { buildHistory } from './history.ts'
import { moveTo } from './journal.ts'
import { type NextStep, nextStep } from './next-step.ts'
import { progressOf } from './progress.ts'
import { requestTurn } from './request-turn.ts'
import { runTask } from './run-task.ts'
import { settleCall } from './settle-call.ts'

/** Why a run was told to stop. It is the abort reason of its signal. */
export type StopReason = 'stopped' | 'cancelled' | 'shutdown'

/** The loops that are alive. One per task at most. */
export type TaskRuns = {
  /** Starts a task's loop; after one that is still winding down, if need be. */
  start(taskId: TaskId): void
  /** Tells a task's loop to stop. Its effects are ended; what it has to write it still writes. */
  abort(taskId: TaskId, reason: StopReason): void
  isRunning(taskId: TaskId): boolean
  /** Resolves when the loops that are alive now have ended. */
  settled(): Promise<void>
}

type Run = { abort: AbortController; done: Promise<void> }

/** Makes the set of loops over the engine's parts. */
export function createTaskRuns(core: EngineCore): TaskRuns {
  const runs = new Map<TaskId, Run>()

  function start(taskId: TaskId): void {
    const old = runs.get(taskId)
    if (old !== undefined) {
      if (old.abort.signal.aborted) void old.done.then(() => startIfLive(taskId))
      return
    }
    const abort = new AbortController()
    const run: Run = { abort, done: Promise.resolve() }
    runs.set(taskId, run)
    run.done = live(core, taskId, abort.signal).finally(() => {
      runs.delete(taskId)
      if (isEnded(core.journal.view(taskId).status)) core.journal.forget(taskId)
    })
  }

  function startIfLive(taskId: TaskId): void {
    if (isLive(core.journal.view(taskId).status)) start(taskId)
  }

  return {
    start,
    abort: (taskId, reason) => runs.get(taskId)?.abort.abort(reason),
    isRunning: (taskId) => runs.get(taskId)?.abort.signal.aborted === false,
    async settled() {
      await Promise.all([...runs.values()].map((run) => run.done))
    },
  }
}

async function live(core: EngineCore, taskId: TaskId, signal: AbortSignal): Promise<void> {
  const { deps, journal } = core
  try {
    const view = journal.view(taskId)
    journal.append(moveTo(view, view.status === 'queued' ? 'in_progress' : view.status))
    await runTask(stepsOf(core, view, signal), signal)
  } catch (error) {
    if (signal.aborted) return
    deps.log('error', `The loop of ${taskId} broke: ${error instanceof Error ? error.stack : String(error)}`)
    breakOff(core, taskId, error)
  } finally {
    const ended = isEnded(journal.view(taskId).status)
    if (ended || signal.aborted) await deps.commands.killTask(taskId)
  }
}

/** A bug or a full disk must not leave a task that says it works while nobody does. */
function breakOff({ deps, journal }: EngineCore, taskId: TaskId, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  try {
    const view = journal.view(taskId)
    if (isLive(view.status)) journal.append(moveTo(view, 'paused', `Treeline had to stop here: ${message}`))
  } catch (second) {
    deps.log('error', `The stop of ${taskId} could not be written either: ${String(second)}`)
  }
}

function stepsOf(core: EngineCore, view: TaskView, signal: AbortSignal): Parameters<typeof runTask>[0] {
  const { deps, journal } = core
  const prompts = new Map<string, string>()
  return {
    next: () => nextStep(view, deps.store.settings.preferences().maxMistakes),
    settle: (callId) => settleCall(core, view, callId, signal),
    askModel: () => askModel(core, view, prompts, signal),
    nudge: () =>
      void journal.append([
        {
          taskId: view.id,
          body: {
            type: 'message.added',
            messageId: newId<MessageId>('msg'),
            from: 'engine',
            text: noToolNudge,
          },
        },
      ]),
    giveUp: (step) => giveUp(core, view, step),
  }
}

async function askModel(
  core: EngineCore,
  view: TaskView,
  prompts: Map<string, string>,
  signal: AbortSignal,
): Promise<boolean> {
  const { deps, journal } = core
  const mode = modeOf(core, view)
  const access = toolAccessOf(core, view)
  let prompt = prompts.get(view.modeSnapshotId)
  if (prompt === undefined) {
    prompt = await deps.systemPrompt({
      view,
      mode,
      modes: deps.modes.list(view.workspaceId),
      parentDisplayId:
        view.parentId === null ? null : (deps.store.tasks.get(view.parentId)?.displayId ?? null),
      depthLeft: access.depthLeft,
      toolNames: deps.tools.forMode(mode, access).map(({ name }) => name),
    })
    prompts.set(view.modeSnapshotId, prompt)
  }
  const target = await findEndpoint(core, view)
  if (target === null) return false
  signal.throwIfAborted()
  journal.append(moveTo(view, 'in_progress'))
  const entries = deps.policy.resolve({ workspaceId: view.workspaceId, chain: chainOf(core, view.id) })
  const end = await requestTurn(
    deps,
    core,
    view,
    {
      messages: buildHistory(prompt, view),
      tools: deps.tools.definitions(mode, access),
      ...target,
      maxRetries: deps.store.settings.preferences().maxRetries,
      retryApproved: entries.some(({ action, on }) => action === 'retry' && on),
    },
    signal,
  )
  switch (end.status) {
    case 'committed':
      return true
    case 'aborted':
      return false
    case 'held':
      journal.append(moveTo(view, 'paused', `${end.failure.message} Resume to ask again.`))
      return false
    case 'failed':
      endTask(core, view, {
        outcome: 'failed',
        message: end.failure.message,
        progress: progressOf(view),
        failure: end.failure,
      })
      return false
    default: {
      const unknown: never = end
      throw new Error(`Unknown end ${JSON.stringify(unknown)}`)
    }
  }
}

async function findEndpoint(core: EngineCore, view: TaskView) {
  try {
    return await core.deps.endpoint({ providerId: view.providerId, mode: view.mode, model: view.model })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    endTask(core, view, {
      outcome: 'failed',
      message: error.message,
      progress: progressOf(view),
      failure: null,
    })
    return null
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
