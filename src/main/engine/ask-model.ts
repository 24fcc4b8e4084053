import { AppError } from '../../contract/app-error.ts'
import type { TurnFailure } from '../../contract/task-event.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { chainOf, type EngineCore, modeOf, toolAccessOf } from './core.ts'
import { endTask } from './delegation.ts'
import { buildHistory } from './history.ts'
import { moveTo } from './journal.ts'
import { pauseAtLimit } from './limit-pause.ts'
import { progressOf } from './progress.ts'
import { requestTurn, type TurnEnd, type TurnOrder } from './request-turn.ts'

/**
 * Asks a task's model for its next turn, and draws the consequences: resolves with whether a whole turn now
 * stands in the log. If not, the task has been stopped, has failed, or is held until its person says so.
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
    case 'held':
      core.journal.append(moveTo(view, 'paused', `${end.failure.message} Resume to ask again.`))
      return false
    case 'failed':
      fail(core, view, end.failure.message, end.failure)
      return false
    case 'reached':
      pauseAtLimit(core, view, end.reached)
      return false
    case 'refused':
      fail(core, view, end.message, null)
      return false
    default: {
      const unknown: never = end
      throw new Error(`Unknown end ${JSON.stringify(unknown)}`)
    }
  }
}

/** Without a provider there is nobody to ask: that ends a task like a server's refusal. */
async function requestOrRefuse(
  core: EngineCore,
  view: TaskView,
  prompts: Map<string, string>,
  signal: AbortSignal,
): Promise<TurnEnd | { status: 'refused'; message: string }> {
  try {
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
  const entries = deps.policy.resolve({ workspaceId: view.workspaceId, chain: chainOf(core, view.id) })
  return {
    messages: buildHistory(prompt, view),
    tools: deps.tools.definitions(modeOf(core, view), toolAccessOf(core, view)),
    providerId,
    endpoint,
    maxRetries: deps.store.settings.preferences().maxRetries,
    retryApproved: entries.some(({ action, on }) => action === 'retry' && on),
  }
}

async function promptOf(core: EngineCore, view: TaskView, prompts: Map<string, string>): Promise<string> {
  const { deps } = core
  const known = prompts.get(view.modeSnapshotId)
  if (known !== undefined) return known
  const { modeSnapshotId, parentId } = view
  const mode = modeOf(core, view)
  const access = toolAccessOf(core, view)
  const prompt = await deps.systemPrompt({
    view,
    mode,
    modes: deps.modes.list(view.workspaceId),
    parentDisplayId: parentId === null ? null : (deps.store.tasks.get(parentId)?.displayId ?? null),
    depthLeft: access.depthLeft,
    toolNames: deps.tools.forMode(mode, access).map(({ name }) => name),
  })
  prompts.set(modeSnapshotId, prompt)
  // The person may have switched the mode meanwhile: the prompt must be that of the tools.
  return view.modeSnapshotId === modeSnapshotId ? prompt : promptOf(core, view, prompts)
}

function fail(core: EngineCore, view: TaskView, message: string, failure: TurnFailure | null): void {
  endTask(core, view, { outcome: 'failed', message, progress: progressOf(view), failure })
}
