import { AppError } from '../../contract/app-error.ts'
import type { CallId } from '../../contract/ids.ts'
import type { Mode } from '../../contract/mode.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { Grant } from '../../contract/tool-call.ts'
import { failpoint } from '../base/failpoint.ts'
import {
  interruptedResult,
  notBegunBeside,
  rejection,
  unavailableTool,
  unknownTool,
} from '../prompt/nudges.ts'
import type { Tool, ToolContext, ToolPlan } from '../tools/tool.ts'
import { askApproval, subjectHash } from './approval-gate.ts'
import { allowedTo, type EngineCore, modeOf, refusedByBudget, toolAccessOf } from './core.ts'
import { type CallEnd, finishCall, withdrawal } from './finish-call.ts'
import { moveTo } from './journal.ts'
import { pathLimitsOf } from './path-limits.ts'
import { passChecks } from './run-checks.ts'
import { stopperOf } from './stop-others.ts'
import { startedInBackground, toolContext } from './tool-context.ts'
import { settleDoubt } from './unknown-outcome.ts'
import { holdToPaths, reasonToLook } from './work-to-finish.ts'

/**
 * Takes one tool call from wherever it stands to its result: find the tool → check the arguments →
 * plan → policy → ask → `tool.started` in the log → effect → `tool.finished` in the log. Works the same
 * for a new call and for one that a stop or a crash left half-way. Every path but an abort ends with
 * exactly one result. Rejects with the signal's reason when the task is stopped meanwhile.
 */
export async function settleCall(
  core: EngineCore,
  view: TaskView,
  callId: CallId,
  signal: AbortSignal,
): Promise<'settled' | 'ended'> {
  const { deps } = core
  const begun = callOf(view, callId)

  if (begun.subtask !== null) {
    const result = startedInBackground(begun.subtask.childDisplayId)
    finishCall(core, view, callId, { outcome: 'ok', result })
    return 'settled'
  }
  // What has begun is judged by what became of it, whatever mode the task is in by now.
  if ((await settleDoubt(core, view, begun, signal)) === 'settled') return 'settled'
  const mode = modeOf(core, view)
  const tool = findTool(core, view, mode, begun)
  if (tool === null) return 'settled'

  const context = toolContext(core, view, begun, mode, signal)
  const first = await planToFinish(core, view, begun, tool, context)
  if (first === null) return 'settled'
  if (overtaken(core, view, callId)) return 'settled'

  // Read anew: somebody may have answered what stood from before a restart while the plan was made.
  const call = callOf(view, callId)
  const permit = await permitCall(core, view, call, { tool, mode, plan: first }, signal)
  if (permit === null) return 'settled'

  // A person takes time: what was approved must still be what happens, or the loop comes back to ask anew.
  const plan = permit.asked ? await planCall(core, view, call, tool, context) : first
  signal.throwIfAborted()
  if (plan === null || subjectHash(plan.subject) !== subjectHash(first.subject)) return 'settled'
  if (overtaken(core, view, callId)) return 'settled'

  if (call.startedAt === null) {
    const { action, write = null } = plan
    core.journal.append([
      ...moveTo(view, 'in_progress'),
      { taskId: view.id, body: { type: 'tool.started', callId, action, grant: permit.grant, write } },
    ])
  }
  const end = await carryOut(deps, tool, plan, context, permit.edited)
  // A subtask is under way: its return is the result.
  if (end === null) return 'settled'
  finishCall(core, view, callId, end)
  signal.throwIfAborted()
  return isEnded(view.status) || completed(view, callId) ? 'ended' : 'settled'
}

/** Whether a call ended the task, though somebody may have had it go on since: that is for a loop of its own. */
function completed(view: TaskView, callId: CallId): boolean {
  const { name, outcome } = callOf(view, callId)
  return name === 'attempt_completion' && outcome === 'ok'
}

function callOf(view: TaskView, callId: CallId): ToolCallView {
  const call = view.calls[callId]
  if (call === undefined) throw new Error(`${view.displayId} has no call ${callId}.`)
  return call
}

function findTool(core: EngineCore, view: TaskView, mode: Mode, call: ToolCallView): Tool | null {
  const { tools } = core.deps
  // Before anybody is asked to approve what would then not start.
  const refused = call.name === 'new_task' && view.delegation ? refusedByBudget(core, view) : null
  if (refused !== null && call.startedAt === null) {
    finishCall(core, view, call.callId, { outcome: 'refused', result: refused })
    return null
  }
  const available = tools.forMode(mode, toolAccessOf(core, view))
  const tool = tools.find(call.name)
  if (tool !== null && available.includes(tool)) return tool
  const names = available.map(({ name }) => name)
  const result =
    tool === null
      ? unknownTool(call.name, names)
      : unavailableTool({ tool: call.name, mode: mode.slug, names })
  finishCall(core, view, call.callId, { outcome: tool === null ? 'error' : 'refused', result })
  return null
}

/** Refuses a call that has not begun when a subtask of its turn failed meanwhile that was to stop all else. */
function overtaken(core: EngineCore, view: TaskView, callId: CallId): boolean {
  const call = callOf(view, callId)
  const by = call.startedAt === null && call.status !== 'finished' ? stopperOf(view, call) : null
  if (by === null) return false
  core.journal.append(view.status === 'awaiting_approval' ? moveTo(view, 'in_progress') : [])
  finishCall(core, view, callId, { outcome: 'refused', result: notBegunBeside(by) })
  return true
}

/** The plan of a call, after what must hold before anybody is asked about it. Null when the call has its result. */
async function planToFinish(
  core: EngineCore,
  view: TaskView,
  begun: ToolCallView,
  tool: Tool,
  context: ToolContext,
): Promise<ToolPlan | null> {
  const { signal } = context
  let plan = await planCall(core, view, begun, tool, context)
  signal.throwIfAborted()
  if (plan === null) return null
  const checks = await passChecks(core, view, begun, plan, signal)
  if (checks === 'settled') return null
  // Commands that were run may have changed what is handed over.
  if (checks === 'checked') plan = await planCall(core, view, begun, tool, context)
  signal.throwIfAborted()
  if (plan === null) return null
  const call = callOf(view, begun.callId)
  return (await holdToPaths(core, view, call, plan, signal)) === 'settled' ? null : plan
}

async function planCall(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  tool: Tool,
  context: ToolContext,
): Promise<ToolPlan | null> {
  const { tools } = core.deps
  try {
    return await tool.plan(tools.parse(tool, call.arguments), context)
  } catch (error) {
    if (context.signal.aborted) throw error
    refuseWithoutFolder(error)
    finishCall(core, view, call.callId, failed(core.deps, error))
    return null
  }
}

/** Without its folder a task can only wait for it: the model could do nothing but fail, again and again. */
function refuseWithoutFolder(error: unknown): void {
  const cause = error instanceof Error && !(error instanceof AppError) ? error.cause : error
  if (cause instanceof AppError && cause.code === 'workspace_unavailable') throw cause
}

/** What a model is told of a call that failed: its own mistake in its words, or that something else went wrong. */
function failed({ tools, log }: EngineCore['deps'], error: unknown): CallEnd {
  if (tools.isToolError(error)) return { outcome: 'error', result: error.message }
  const message = error instanceof Error ? error.message : String(error)
  log('error', `A tool failed unexpectedly: ${error instanceof Error ? error.stack : message}`)
  return { outcome: 'error', result: `The tool failed: ${message}` }
}

/** Why a call may run. `asked` tells that a person has just been asked. */
type Permit = { grant: Grant; edited: { mode: string; message: string } | null; asked: boolean }

async function permitCall(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  { tool, mode, plan }: { tool: Tool; mode: Mode; plan: ToolPlan },
  signal: AbortSignal,
): Promise<Permit | null> {
  const { grant } = call
  const again = call.unknown?.decision === 'rerun'
  if (grant !== null && !again) return { grant, edited: call.approval?.edited ?? null, asked: false }
  const { deps } = core
  const limits = await pathLimitsOf(core, view, { runs: plan.subject.type === 'command' })
  signal.throwIfAborted()
  const entries = allowedTo(core, view)
  const verdict = deps.policy.decide({ plan, tool, mode, folder: view.folder, entries, limits })
  if (verdict.verdict === 'refuse') {
    finishCall(core, view, call.callId, { outcome: 'refused', result: verdict.message })
    return null
  }
  // A person who has it run again has approved it; but nobody can approve what is refused.
  if (grant !== null) return { grant, edited: null, asked: false }
  const look = reasonToLook(core, view, plan)
  if (verdict.verdict === 'allow' && look === null) {
    core.journal.append(withdrawal(view, call))
    return { grant: { by: 'rule', rule: verdict.rule }, edited: null, asked: false }
  }
  const free = look === null ? needsNoApproval(core, view, plan, tool) : null
  if (free !== null) return { grant: free, edited: null, asked: false }

  const why = verdict.verdict === 'ask' ? verdict.why : (look ?? '')
  const { decision, feedback, edited } = await askApproval(core, view, call, plan, why, signal)
  if (decision === 'approved') {
    return { grant: { by: 'person', rule: 'Approved by you.' }, edited, asked: true }
  }
  if (overtaken(core, view, call.callId)) return null
  finishCall(core, view, call.callId, { outcome: 'rejected', result: rejection(plan.action, feedback) })
  return null
}

/** What asks the person by itself, or concerns nobody but the person who reads the result. */
function needsNoApproval({ deps }: EngineCore, view: TaskView, plan: ToolPlan, tool: Tool): Grant | null {
  if (tool.name === 'wait_for_subtask') return { by: 'rule', rule: 'Waiting changes nothing.' }
  if (plan.action === 'followup') return { by: 'person', rule: 'The question itself is put to you.' }
  if (plan.action !== 'subtask_finish') return null
  const link = deps.store.subtasks.ofChild(view.id)
  if (link !== null && link.outcome === null) return null
  if (plan.subject.type === 'completion' && plan.subject.active !== undefined) return null
  return { by: 'rule', rule: 'No parent waits for this task, so finishing it needs no approval.' }
}

/**
 * Does what was planned. What a stop breaks off is over with a result that says so; but a repeatable call
 * (one that reads, or waits for a child or a person) stays open, to be taken up again when the task goes on.
 */
async function carryOut(
  deps: EngineCore['deps'],
  tool: Tool,
  plan: ToolPlan,
  context: ToolContext,
  edited: Permit['edited'],
): Promise<CallEnd | null> {
  try {
    failpoint('before:tool')
    const result = await plan.execute(context, edited)
    failpoint('after:tool')
    if (result === null) return null
    const { outcome, text, display = null } = result
    return { outcome, result: text, display }
  } catch (error) {
    if (!context.signal.aborted) {
      // What can be done again is, when the folder is there again.
      if (tool.repeatable) refuseWithoutFolder(error)
      return failed(deps, error)
    }
    if (tool.repeatable) throw error
    return { outcome: 'cancelled', result: interruptedResult('stopped') }
  }
}
