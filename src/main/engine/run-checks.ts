import { AppError } from '../../contract/app-error.ts'
import { type CheckResult, type Checks, mostFailedChecks, type TaskChecks } from '../../contract/checks.ts'
import type { CallId } from '../../contract/ids.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { Grant } from '../../contract/tool-call.ts'
import { checksFailed } from '../prompt/check-words.ts'
import type { ToolPlan } from '../tools/tool.ts'
import { askApproval } from './approval-gate.ts'
import { allowedTo, type EngineCore, modeOf } from './core.ts'
import { finishedFact } from './finish-call.ts'
import { moveTo } from './journal.ts'

/** A check's command may take longer than one of a model's: nobody could give it more time. In milliseconds. */
const leastTimeout = 600_000

/**
 * Fixes the checks of a subtask that is about to begin: what `unchanged` covers is hashed now. Rejects with AppError
 * in words when it covers too much.
 */
export async function takeChecks(
  { deps }: EngineCore,
  parent: TaskView,
  callId: CallId,
  checks: Checks | undefined,
  signal: AbortSignal,
): Promise<TaskChecks | undefined> {
  if (checks === undefined) return undefined
  const files = await deps.checks.fingerprint(parent.folder, checks.unchanged, signal)
  signal.throwIfAborted()
  return { ...checks, files, approved: parent.calls[callId]?.grant?.by === 'person' }
}

/**
 * Runs the checks of a subtask that wants to finish, before anybody is asked whether it may (N7). Gives `checked` when
 * they were run and it may go on, and `settled` when some failed: the call then has that as its result, and the task goes on. After so many failures it may finish
 * all the same. What a stop or an end of the app broke off is run anew. A task without checks, or one that
 * completed before, goes on at once. Rejects with the signal's reason.
 */
export async function passChecks(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  plan: ToolPlan,
  signal: AbortSignal,
): Promise<'go_on' | 'checked' | 'settled'> {
  const { checks } = view
  if (plan.action !== 'subtask_finish' || checks === null || call.grant !== null) return 'go_on'
  const link = core.deps.store.subtasks.ofChild(view.id)
  if (link === null || link.outcome === 'completed') return 'go_on'
  // Done for this very call: its person is asked, or was.
  if (checks.callId === call.callId && checks.state !== 'running') return 'go_on'

  const { callId } = call
  const taskId = view.id
  const permit = await permitCommands(core, view, call, checks, signal)
  const { grant } = permit
  core.journal.append([
    ...moveTo(view, 'in_progress'),
    { taskId, body: { type: 'checks.started', callId, grant } },
  ])
  const begun = core.deps.now()
  const results = await resultsOf(core, view, callId, checks, permit, signal)
  const finished = { taskId, body: { type: 'checks.finished' as const, callId, results } }
  core.live.end(taskId, callId)
  const failed = results.some(({ outcome }) => outcome === 'failed')
  if (!failed || checks.failures >= mostFailedChecks) {
    core.journal.append([finished])
    return 'checked'
  }
  const result = checksFailed(results, mostFailedChecks - checks.failures - 1)
  core.journal.append([
    finished,
    // As far as this it was carried out: it is no useless answer.
    { taskId, body: { type: 'tool.started', callId, action: plan.action, grant, write: null } },
    finishedFact(
      view,
      call,
      { outcome: 'error', result, display: { type: 'checks', results } },
      Math.max(0, core.deps.now() - begun),
    ),
  ])
  return 'settled'
}

/** Who lets the commands run, and why some are not. */
type Permit = { grant: Grant; refused: ReadonlyMap<string, string> }

const noCommands: Grant = { by: 'rule', rule: 'Its checks run no command.' }
const withSubtask: Grant = { by: 'person', rule: 'Approved by you, with the subtask.' }

/**
 * Judges each command like one that the task's model wants to run, except that what a person approved with the
 * subtask, or before in this task, needs no more words. What is left is asked about, all of it at once.
 */
async function permitCommands(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  checks: NonNullable<TaskView['checks']>,
  signal: AbortSignal,
): Promise<Permit> {
  const { deps } = core
  const tool = deps.tools.find('execute_command')
  const refused = new Map<string, string>()
  if (checks.run.length === 0) return { grant: noCommands, refused }
  if (tool === null) {
    for (const command of checks.run) refused.set(command, 'there are no commands here')
    return { grant: noCommands, refused }
  }
  const entries = allowedTo(core, view)
  const rules = new Set<string>()
  const open: { command: string; why: string }[] = []
  for (const command of checks.run) {
    const verdict = deps.policy.decide({
      plan: commandPlan(command, view.folder),
      // They are the parent's conditions, not the child's deeds: its mode need not grant commands.
      tool: { ...tool, group: null },
      mode: modeOf(core, view),
      folder: view.folder,
      entries,
    })
    if (verdict.verdict === 'refuse') refused.set(command, verdict.message)
    else if (verdict.verdict === 'allow') rules.add(verdict.rule)
    else open.push({ command, why: verdict.why })
  }
  if (checks.approved) return { grant: withSubtask, refused }
  const [first] = open
  if (first === undefined) return { grant: { by: 'rule', rule: [...rules].join(' ') }, refused }
  if (checks.grant?.by === 'person') return { grant: checks.grant, refused }

  const run = open.map(({ command }) => command)
  const subject = { type: 'checks' as const, run, cwd: view.folder }
  const asked = { ...commandPlan('', view.folder), subject }
  const { decision, feedback } = await askApproval(core, view, call, asked, first.why, signal)
  if (decision === 'approved') return { grant: { by: 'person', rule: 'Approved by you.' }, refused }
  const why = `rejected by the user${feedback.trim() === '' ? '' : `: ${feedback.trim()}`}`
  for (const command of run) refused.set(command, why)
  return { grant: { by: 'rule', rule: 'You did not let its commands run.' }, refused }
}

function commandPlan(command: string, cwd: string): ToolPlan {
  return {
    action: 'command',
    subject: { type: 'command', command, cwd, background: false, timeoutMs: null },
    activity: command,
    execute: () => Promise.reject(new Error('A check is judged as a command, and run by the engine.')),
  }
}

/** Commands first, one after the other: they may make what must exist, and touch what must not change. */
async function resultsOf(
  core: EngineCore,
  view: TaskView,
  callId: CallId,
  checks: Checks & Pick<TaskChecks, 'files'>,
  { refused }: Permit,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  const { folder, id: taskId } = view
  const { deps, live } = core
  const results: CheckResult[] = []
  const timeoutMs = Math.max(leastTimeout, deps.store.settings.preferences().commandTimeoutSeconds * 1_000)
  const output = (text: string) => live.add(taskId, { target: callId, channel: 'output', text })
  for (const command of checks.run) {
    const why = refused.get(command)
    if (why !== undefined) {
      results.push({ ...blank, kind: 'run', what: command, outcome: 'not_run', found: why })
      continue
    }
    output(`$ ${command}\r\n`)
    const end = await deps.checks.run({ taskId, callId, command, folder, timeoutMs, output }, signal)
    // What a stop ended tells nothing.
    signal.throwIfAborted()
    const passed = end.exitCode === 0
    const { exitCode, ended: found } = end
    const told = passed ? '' : end.output
    results.push({ kind: 'run', what: command, outcome: outcomeOf(passed), found, exitCode, output: told })
  }
  for (const path of checks.exists) {
    const there = await deps.checks.exists(folder, path)
    const found = there ? 'there' : 'missing'
    results.push({ ...blank, kind: 'exists', what: path, outcome: outcomeOf(there), found })
  }
  results.push(...(await unchangedResults(core, view, checks, signal)))
  signal.throwIfAborted()
  return results
}

const blank = { exitCode: null, output: '' }
const outcomeOf = (passed: boolean) => (passed ? ('passed' as const) : ('failed' as const))

/** So many changes are named. */
const mostChanges = 10

async function unchangedResults(
  { deps }: EngineCore,
  { folder, worktree }: TaskView,
  { unchanged, files }: Pick<TaskChecks, 'unchanged' | 'files'>,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  const result = (what: string, passed: boolean, found: string): CheckResult => ({
    ...blank,
    ...{ kind: 'unchanged', what, outcome: outcomeOf(passed), found },
  })
  if (unchanged.length === 0) return []
  try {
    const found = await deps.checks.changesSince(folder, unchanged, files, {
      into: worktree?.from ?? null,
      signal,
    })
    return found.map(({ pattern, changes }) => {
      const more = changes.length > mostChanges ? ` and ${changes.length - mostChanges} more` : ''
      const words = `${changes.slice(0, mostChanges).join(', ')}${more}`
      return result(pattern, changes.length === 0, words === '' ? 'as it was' : words)
    })
  } catch (error) {
    if (signal.aborted || (error instanceof AppError && error.code === 'workspace_unavailable')) throw error
    const words = error instanceof Error ? error.message : String(error)
    return unchanged.map((pattern) => result(pattern, false, `cannot be told: ${words}`))
  }
}
