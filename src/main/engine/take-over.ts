import { AppError } from '../../contract/app-error.ts'
import { type CheckResult, mostFailedChecks } from '../../contract/checks.ts'
import type { CallId } from '../../contract/ids.ts'
import type { ApprovalView, TaskView } from '../../contract/task-view.ts'
import type { ApprovalSubject } from '../../contract/tool-display.ts'
import type { Taken, Work } from '../../contract/work.ts'
import { clashWords, markersLeft, rejectedClash } from '../prompt/clash-words.ts'
import { rejection } from '../prompt/nudges.ts'
import { finishedBefore, gateDoubts, gateFailed, leftOut } from '../prompt/work-words.ts'
import type { ToolResult } from '../tools/tool.ts'
import { askApproval, subjectHash } from './approval-gate.ts'
import { clashSubject, isForPerson } from './ask-about-clash.ts'
import type { EngineCore } from './core.ts'
import { deliver } from './deliver-work.ts'
import { targetOf } from './own-worktree.ts'
import { pathLists } from './path-limits.ts'
import { failedGates, gateOf, passed, runGate } from './run-gate.ts'
import type { Merged, OwnWorktree } from './way-back.ts'

/** How often work is merged anew because somebody writes in the folder at the same time. */
const mostTries = 5

/** What one go at taking work over comes to: it is over, the call has its result, or a person has to say first. */
type Step =
  | { type: 'done' }
  /** The folder it was to go to has handed its own work over meanwhile. */
  | { type: 'elsewhere' }
  | { type: 'back'; result: ToolResult }
  | { type: 'ask'; subject: ApprovalSubject; why: string }

type Order = { callId: CallId; into: string; result: string }

/**
 * Takes the work of a task's worktree over into the folder it was made from, one task at a time: merge on trial → the
 * workspace's gate on what came of it → write it there, commit it, or make a branch. What a person approved is what is
 * taken. Null when the task may end; else what its call comes to.
 *
 * Effects come first and their event after: each effect finds out by itself, done again after a kill, that it was done.
 * What was merged into the worktree stands in the view (`brought`) until the model works on, so that a restart goes on
 * behind it. Nobody is asked while the folder's queue is held: a person takes time.
 */
export async function takeOver(
  core: EngineCore,
  view: TaskView,
  { callId, result }: Pick<Order, 'callId' | 'result'>,
  signal: AbortSignal,
): Promise<ToolResult | null> {
  for (;;) {
    signal.throwIfAborted()
    if (view.worktree === null) return null
    const into = targetOf(core, view, view.worktree.from)
    const order = { callId, into, result }
    // Nobody may land in this worktree while what lies in it is on its way out. A task below takes these two in the
    // same order, and what is one's own folder is nobody else's above.
    const step = await core.landings.next(into, () =>
      core.landings.next(view.folder, () => oneGo(core, view, order, signal)),
    )
    if (step.type === 'done') return null
    if (step.type === 'elsewhere') continue
    if (step.type === 'back') return withLeft(view, step.result)
    const rejected = await askInBetween(core, view, callId, step, signal)
    if (rejected !== null) return withLeft(view, rejected)
  }
}

/** With what its person left out of its work, and it does not find in its folder any more. */
function withLeft({ worktree }: TaskView, result: ToolResult): ToolResult {
  const left = worktree?.left ?? []
  return left.length === 0 ? result : { ...result, text: `${result.text}\n\n${leftOut(left)}` }
}

/** Asks the person about a completion that is under way. Null when they approve. */
async function askInBetween(
  core: EngineCore,
  view: TaskView,
  callId: CallId,
  { subject, why }: Extract<Step, { type: 'ask' }>,
  signal: AbortSignal,
): Promise<ToolResult | null> {
  const call = view.calls[callId]
  if (call === undefined) throw new Error(`${view.displayId} has no call ${callId}.`)
  const plan = {
    action: 'subtask_finish' as const,
    subject,
    activity: 'attempt_completion',
    execute: () => Promise.reject(new Error('What is asked in between is carried out by who asks.')),
  }
  const { decision, feedback } = await askApproval(core, view, call, plan, why, signal)
  if (decision === 'approved') return null
  const text =
    subject.type === 'clash'
      ? rejectedClash(subject.conflicts, feedback)
      : rejection('subtask_finish', feedback)
  return { outcome: 'rejected', text }
}

async function oneGo(core: EngineCore, view: TaskView, order: Order, signal: AbortSignal): Promise<Step> {
  signal.throwIfAborted()
  const { worktree } = view
  if (worktree === null) return { type: 'done' }
  if (targetOf(core, view, worktree.from) !== order.into) return { type: 'elsewhere' }
  // Asked for in one turn with another that was sent back: the model has not read that yet.
  if (worktree.brought !== undefined && wasSentBack(view, order.callId))
    return back(
      worktree.brought.conflicts.length > 0 ? clashWords(worktree.brought.conflicts) : finishedBefore,
    )
  const source = await sourceOf(core, view, order, signal)
  return 'type' in source ? source : mergeAndLand(core, view, order, source, signal)
}

/** What is to be taken over: `head` null is what lies in the worktree now. */
type Source = { head: string | null; take: Taken | null; gate: boolean }

async function sourceOf(
  core: EngineCore,
  view: TaskView,
  order: Order,
  signal: AbortSignal,
): Promise<Source | Step> {
  const { isolation } = core.deps
  const at = placeOf(view, order)
  const { brought } = view.worktree ?? {}
  const answer = approvedOf(view, order.callId)
  if (brought !== undefined && brought.conflicts.length > 0) {
    const subject = clashSubject(view, order.into)
    const said = answer?.hash === subjectHash(subject) ? answer.work : undefined
    if (said === undefined) return clashStep(core, view, order.into)
    if (said?.taken?.length === 0) return drop(core, view, order, brought.own)
    const end = await isolation.resolve({ ...at, own: brought.own, sides: said?.sides ?? {} }, signal)
    if ('marked' in end) return back(markersLeft(end.marked))
    return { head: end.head, take: null, gate: true }
  }
  const approved = answer?.subject.type === 'completion' ? answer : null
  const { work, doubts = [] } =
    approved?.subject.type === 'completion' ? approved.subject : { work: undefined }
  const fits =
    work !== undefined && (brought === undefined ? work.base === at.base : work.head === brought.own)
  if (!fits) return { head: brought?.own ?? null, take: null, gate: true }
  const take = approved?.work?.taken ?? null
  if (take?.length === 0) return drop(core, view, order, work.head)
  return { head: work.head, take, gate: doubts.length === 0 }
}

async function mergeAndLand(
  core: EngineCore,
  view: TaskView,
  order: Order,
  source: Source,
  signal: AbortSignal,
): Promise<Step> {
  const { isolation, worktreeSettings } = core.deps
  const { gate: commands } = worktreeSettings(view.workspaceId)
  let { head, take } = source
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted()
    if (tries > mostTries) {
      const words = `Files in ${order.into} change all the time, so the work was not taken over. Try again when that is quiet.`
      throw new AppError('conflict', words)
    }
    const at = placeOf(view, order)
    const wanted = { head, take, lists: pathLists(core, view), landed: view.landed?.after ?? null }
    const merged = await isolation.merge({ ...at, ...wanted }, signal)
    if (merged.status === 'clash') {
      if ((await bringClash(core, view, at, merged, signal)) === 'again') continue
      return clashStep(core, view, order.into)
    }
    if (merged.news && source.gate && commands.length > 0) {
      const known = merged.asIs && view.worktree?.brought?.own === head ? view.worktree.brought.tested : null
      const tested = known ?? (await test(core, view, order, { at, head, merged, commands }, signal))
      if (tested === 'again') continue
      if (!passed(tested)) return judge(core, view, order, tested)
      if (known === null) {
        // It took time: what came into the folder meanwhile has to be merged, and tested, too.
        head = view.worktree?.brought?.own ?? head
        take = null
        continue
      }
    }
    if ((await deliver(core, view, { ...order, at, merged }, signal)) === 'delivered') return { type: 'done' }
  }
}

/** Writes a clash into the worktree, with markers, and tells of it. */
async function bringClash(
  core: EngineCore,
  view: TaskView,
  at: OwnWorktree,
  merged: Extract<Merged, { status: 'clash' }>,
  signal: AbortSignal,
): Promise<'brought' | 'again'> {
  if ((await core.deps.isolation.bring({ ...at, ...merged }, signal)) === null) return 'again'
  const { before: base, own, conflicts, left } = merged
  core.journal.append([
    { taskId: view.id, body: { type: 'work.conflicted', base, own, conflicts, ...leftOf(left) } },
  ])
  return 'brought'
}

type Trial = {
  at: OwnWorktree
  head: string | null
  merged: Extract<Merged, { status: 'clean' }>
  commands: readonly string[]
}

/** Writes what was merged into the worktree and runs the gate there. */
async function test(
  core: EngineCore,
  view: TaskView,
  { callId }: Order,
  { at, head, merged, commands }: Trial,
  signal: AbortSignal,
): Promise<CheckResult[] | 'again'> {
  const own = await core.deps.isolation.bring({ ...at, ...merged }, signal)
  if (own === null) return 'again'
  const { id: taskId } = view
  // Broken off in its middle, the gate is run anew on the same.
  if (!(merged.asIs && head !== null && view.worktree?.brought?.own === head)) {
    const body = { type: 'worktree.updated' as const, base: merged.before, own, ...leftOf(merged.left) }
    core.journal.append([{ taskId, body }])
  }
  const results = await runGate(core, view, { callId, commands }, signal)
  core.journal.append([{ taskId, body: { type: 'work.tested', results } }])
  return results
}

/** What becomes of work that did not pass: back to its model, or, after so many times, to the person. */
async function judge(
  core: EngineCore,
  view: TaskView,
  { into, result }: Order,
  tested: CheckResult[],
): Promise<Step> {
  const failures = failedGates(view)
  if (tested.some(({ outcome }) => outcome === 'failed') && failures <= mostFailedChecks)
    return back(gateFailed(tested, mostFailedChecks - failures), { type: 'checks', results: tested })
  const { folder, worktree } = view
  const own = worktree?.brought?.own
  if (worktree === null || own === undefined) throw new Error(`${view.displayId} was tested without work.`)
  const work: Work = await core.deps.isolation.between({ folder, into, base: worktree.base, head: own })
  const doubts = gateDoubts(tested)
  return { type: 'ask', subject: { type: 'completion', result, work, doubts }, why: gateOf(tested) }
}

function clashStep(core: EngineCore, view: TaskView, into: string): Step {
  const conflicts = view.worktree?.brought?.conflicts ?? []
  const why = isForPerson(core, view)
  return why === null ? back(clashWords(conflicts)) : { type: 'ask', subject: clashSubject(view, into), why }
}

async function drop(core: EngineCore, view: TaskView, order: Order, head: string): Promise<Step> {
  await core.deps.isolation.keep({ ...placeOf(view, order), head })
  core.journal.append([{ taskId: view.id, body: { type: 'work.dropped', into: order.into, kept: head } }])
  return { type: 'done' }
}

const back = (text: string, display: ToolResult['display'] = null): Step => ({
  type: 'back',
  result: { outcome: 'error', text, display },
})

const leftOf = (left: string[]) => (left.length === 0 ? {} : { left })

function placeOf({ id: taskId, displayId, folder, worktree }: TaskView, { into }: Order): OwnWorktree {
  if (worktree === null) throw new Error(`${displayId} has no worktree.`)
  return { taskId, displayId, folder, into, base: worktree.base }
}

/** What a person approved about a call last, or null. */
function approvedOf(view: TaskView, callId: CallId): ApprovalView | null {
  const approval = view.calls[callId]?.approval ?? null
  return approval?.decision === 'approved' ? approval : null
}

function wasSentBack(view: TaskView, callId: CallId): boolean {
  const turnId = view.calls[callId]?.turnId
  return Object.values(view.calls).some(
    (call) =>
      call.turnId === turnId &&
      call.callId !== callId &&
      call.name === 'attempt_completion' &&
      call.status === 'finished',
  )
}
