import { AppError } from '../../contract/app-error.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Need, TurnFailure } from '../../contract/turn-failure.ts'
import { emptyNudge } from '../prompt/nudges.ts'
import { afterFailure, type FailedEnd } from './after-failure.ts'
import { condenseHistory, keptLength } from './condense.ts'
import { allowedTo, type EngineCore, modeOf, toolAccessOf } from './core.ts'
import { endTask } from './delegation.ts'
import { engineWord } from './engine-word.ts'
import { estimateContext } from './estimate-context.ts'
import { buildHistory } from './history.ts'
import { moveTo } from './journal.ts'
import { pauseAtLimit } from './limit-pause.ts'
import { pathLists } from './path-limits.ts'
import { planCut } from './plan-cut.ts'
import { progressOf } from './progress.ts'
import { requestTurn, type TurnEnd, type TurnOrder } from './request-turn.ts'

/** Fuller than this share of the model's context window, the history is condensed before the next request. */
const fullShare = 0.8

/**
 * Asks a task's model for its next turn, and draws the consequences: resolves with whether a whole turn now
 * stands in the log, or the model is to be asked anew. If not, the task has been stopped, has failed, or is paused
 * until its person has seen to what hinders it.
 * `prompts` keeps the system prompts of the loop by mode, so that a prompt changes only when the mode does.
 */
export async function askModel(
  core: EngineCore,
  view: TaskView,
  prompts: Map<string, string>,
  signal: AbortSignal,
): Promise<boolean> {
  const end = await requestOrRefuse(core, view, prompts, signal)
  switch (end.status) {
    case 'committed':
      return true
    case 'aborted':
      return false
    case 'failed':
      return goOnAfter(core, view, end, signal)
    case 'reached':
      pauseAtLimit(core, view, end.reached)
      return false
    case 'refused':
      pause(core, view, `${end.message} Then resume.`, 'provider')
      return false
    default: {
      const unknown: never = end
      throw new Error(`Unknown end ${JSON.stringify(unknown)}`)
    }
  }
}

/** Draws the consequences of a request that came to nothing: whether the model is to be asked anew. */
async function goOnAfter(
  core: EngineCore,
  view: TaskView,
  end: FailedEnd,
  signal: AbortSignal,
): Promise<boolean> {
  const after = afterFailure(view, end)
  switch (after.step) {
    case 'fail':
      fail(core, view, end.failure.message, end.failure)
      return false
    case 'nudge':
      core.journal.append([engineWord(view.id, emptyNudge)])
      return true
    case 'pause':
      pause(core, view, after.reason, after.needs)
      return false
    case 'condense':
      return makeRoom(core, view, end, signal)
    default: {
      const unknown: never = after
      throw new Error(`Unknown step ${JSON.stringify(unknown)}`)
    }
  }
}

/** The server says that the history is too long: a summary of its older part may make it fit. */
async function makeRoom(
  core: EngineCore,
  view: TaskView,
  end: FailedEnd,
  signal: AbortSignal,
): Promise<boolean> {
  const condensed = await condenseHistory(core, view, signal)
  switch (condensed.status) {
    case 'condensed':
      return true
    case 'aborted':
      return false
    case 'reached':
      pauseAtLimit(core, view, condensed.reached)
      return false
    case 'nothing':
      pause(core, view, `${end.failure.message} There is nothing left to condense. Then resume.`, 'room')
      return false
    case 'failed': {
      const why = `Condensing it failed: ${condensed.failure.message}`
      pause(core, view, `${end.failure.message} ${why} Resume to try again.`, 'room')
      return false
    }
    default: {
      const unknown: never = condensed
      throw new Error(`Unknown end ${JSON.stringify(unknown)}`)
    }
  }
}

/** Condenses before the request where a person asked for it, or where the model's window is nearly full. */
async function condenseIfDue(
  core: EngineCore,
  view: TaskView,
  prompts: Map<string, string>,
  signal: AbortSignal,
): Promise<TurnEnd | null> {
  if (!core.condenseWanted.delete(view.id) && !(await isNearlyFull(core, view, prompts))) return null
  const condensed = await condenseHistory(core, view, signal)
  if (condensed.status === 'aborted' || condensed.status === 'reached') return condensed as TurnEnd
  // The request may still pass as it is; if not, the server will say so.
  if (condensed.status === 'failed')
    core.deps.log('warn', `${view.displayId} was not condensed: ${condensed.failure.message}`)
  return null
}

async function isNearlyFull(
  core: EngineCore,
  view: TaskView,
  prompts: Map<string, string>,
): Promise<boolean> {
  const { providerId, mode, model } = view
  const { endpoint } = await core.deps.endpoint({ providerId, mode, model })
  const window = endpoint.contextWindow ?? null
  if (window === null) return false
  const prompt = prompts.get(view.modeSnapshotId)?.length ?? 0
  return (
    estimateContext(view, prompt) > window * fullShare && planCut(view, keptLength(view, window)) !== null
  )
}

function pause(core: EngineCore, view: TaskView, reason: string, needs: Need | null): void {
  core.journal.append(moveTo(view, 'paused', reason, needs))
}

/** Without a provider there is nobody to ask: that is for the person to mend, like a server's refusal. */
async function requestOrRefuse(
  core: EngineCore,
  view: TaskView,
  prompts: Map<string, string>,
  signal: AbortSignal,
): Promise<TurnEnd | { status: 'refused'; message: string }> {
  try {
    const due = await condenseIfDue(core, view, prompts, signal)
    if (due !== null) return due
    const admit = () => core.budgets.admit(view, () => prepare(core, view, prompts, signal), signal)
    return await requestTurn(core.deps, core, view, admit, signal)
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError) || error.code !== 'provider_missing') throw error
    return { status: 'refused', message: error.message }
  }
}

/** Everything a request is made of, as it stands now. Nothing may be awaited between this and the request. */
async function prepare(
  core: EngineCore,
  view: TaskView,
  prompts: Map<string, string>,
  signal: AbortSignal,
): Promise<TurnOrder> {
  const { deps } = core
  const { providerId, endpoint } = await deps.endpoint({
    providerId: view.providerId,
    mode: view.mode,
    model: view.model,
  })
  const prompt = await promptOf(core, view, prompts)
  signal.throwIfAborted()
  const entries = allowedTo(core, view)
  const { maxRetries, stallSeconds } = deps.store.settings.preferences()
  core.journal.append(core.radar.news(view))
  const tools = deps.tools.definitions(modeOf(core, view), toolAccessOf(core, view))
  return {
    messages: buildHistory(prompt, view, deps.image),
    tools,
    sent: { ...deps.store.requests.keep(prompt, tools), after: view.lastSeq },
    providerId,
    endpoint,
    maxRetries,
    stallMs: stallSeconds * 1_000,
    retryApproved: entries.some(({ action, on }) => action === 'retry' && on),
  }
}

async function promptOf(core: EngineCore, view: TaskView, prompts: Map<string, string>): Promise<string> {
  const { deps } = core
  const known = prompts.get(view.modeSnapshotId)
  if (known !== undefined) return known
  const { modeSnapshotId, parentId } = view
  // One that a person nested by hand was asked for by nobody.
  const asked = deps.store.subtasks.ofChild(view.id)?.parentId === parentId
  const mode = modeOf(core, view)
  const access = toolAccessOf(core, view)
  const prompt = await deps.systemPrompt({
    view,
    mode,
    modes: deps.modes.list(view.workspaceId),
    parentDisplayId: parentId === null || !asked ? null : (deps.store.tasks.get(parentId)?.displayId ?? null),
    depthLeft: access.depthLeft,
    toolNames: deps.tools.forMode(mode, access).map(({ name }) => name),
    limits: pathLists(core, view),
  })
  prompts.set(modeSnapshotId, prompt)
  // The person may have switched the mode meanwhile: the prompt must be that of the tools.
  return view.modeSnapshotId === modeSnapshotId ? prompt : promptOf(core, view, prompts)
}

function fail(core: EngineCore, view: TaskView, message: string, failure: TurnFailure | null): void {
  endTask(core, view, { outcome: 'failed', message, progress: progressOf(view), failure })
}
