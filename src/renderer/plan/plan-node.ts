import type { CallId } from '../../contract/ids.ts'
import { readWish, type SubtaskWish } from '../../contract/subtask-wish.ts'
import { isEnded, isStopped } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import { addCost, type TreeIndex } from '../state/tree-index.ts'
import { shownStatus, statusInfo, type Tone } from '../ui/status-info.ts'
import type { PlanNode, PlanSegment, PlanStatus, WaitsFor } from './plan.ts'

/** What of the tree a plan is made from. */
export type PlanTree = Pick<TreeIndex, 'tasks' | 'below' | 'children'>

/** What a mode is called, by its slug; null where it is not known. */
export type ModeNames = (slug: string) => string | null

/** What a call's turn and its plan tell of it: when it was asked for, what it depends on, and what of that is open. */
type Around = { asked: number; dependsOn: CallId[]; open: CallId[]; modeName: ModeNames }

/** A `new_task` call as a node of the plan. */
export function planNode(
  view: TaskView,
  call: ToolCallView,
  tree: PlanTree,
  { asked, dependsOn, open, modeName }: Around,
): PlanNode {
  const wish = readWish(call)
  const { subtask } = call
  const childId = subtask?.childId ?? null
  const child = childId === null ? undefined : tree.tasks.get(childId)
  const below = childId === null ? undefined : tree.below.get(childId)
  const status = statusOf(call, child)
  const start = subtask === null ? null : (call.startedAt ?? child?.createdAt ?? asked)
  const end = start === null ? null : endOf(call, child, start)
  const mode = child?.mode ?? wish.mode ?? ''
  return {
    callId: call.callId,
    childId,
    displayId: subtask?.childDisplayId ?? null,
    title: child?.title ?? titleOf(wish),
    mode,
    modeName: child?.modeName ?? modeName(mode) ?? mode,
    background: wish.background,
    status,
    waitsFor: status === 'waiting' ? waitsFor(call, open) : null,
    words: wordsOf(call, child, status),
    asked,
    start,
    end,
    stillSince:
      start !== null && end === null && child && isStopped(child.status)
        ? Math.max(start, child.updatedAt)
        : null,
    segments: segmentsOf(view, call, child, { asked, start, end }),
    cost: addCost(child?.cost ?? subtask?.receipt?.cost ?? null, below?.cost ?? null),
    tokens: tokensOf(call, child),
    dependsOn,
    subtasks: childId === null ? 0 : (tree.children.get(childId)?.length ?? 0),
    opens: child !== undefined,
  }
}

function statusOf({ subtask, status }: ToolCallView, child: TaskSummary | undefined): PlanStatus {
  if (child !== undefined) return shownStatus(child)
  if (subtask !== null) return subtask.outcome ?? 'gone'
  return status === 'finished' ? 'not_started' : 'waiting'
}

function waitsFor({ status }: ToolCallView, open: CallId[]): WaitsFor {
  if (status === 'awaiting_approval') return { type: 'approval' }
  if (status === 'outcome_unknown') return { type: 'person' }
  return open.length > 0 ? { type: 'subtasks', callIds: open } : { type: 'turn' }
}

/**
 * When the subtask was over, or null. The call of one in the background, or of one whose parent was woken before it
 * was back, is finished long before that: its receipt knows better.
 */
function endOf({ subtask, finishedAt }: ToolCallView, child: TaskSummary | undefined, start: number) {
  if (subtask?.outcome) {
    const returned = subtask.receipt === null ? 0 : start + subtask.receipt.durationMs
    const whole = Math.max(start, subtask.background ? 0 : (finishedAt ?? 0), returned)
    return whole > start || child === undefined || !isEnded(child.status) ? whole : child.updatedAt
  }
  if (child === undefined) return Math.max(start, finishedAt ?? start)
  return isEnded(child.status) ? Math.max(start, child.updatedAt) : null
}

function segmentsOf(
  view: TaskView,
  call: ToolCallView,
  child: TaskSummary | undefined,
  { asked, start, end }: Pick<PlanNode, 'asked' | 'start' | 'end'>,
): PlanSegment[] {
  const segments: PlanSegment[] = []
  const add = (tone: Tone, waits: boolean, from: number, to: number | null) => {
    if (to === null || to > from) segments.push({ tone, waits, from, to })
  }
  const begun = start ?? (call.status === 'finished' ? (call.finishedAt ?? asked) : null)
  // A wait does not grow while nothing goes on above it.
  const until = begun ?? (isStopped(view.status) ? Math.max(asked, view.updatedAt) : null)
  const requested = call.approval?.requestedAt ?? null
  if (requested === null) add('subtask', true, asked, until)
  else {
    add('subtask', true, asked, Math.max(asked, requested))
    add('approval', true, Math.max(asked, requested), until)
  }
  if (start === null) return segments
  if (end !== null) {
    const outcome = call.subtask?.outcome ?? child?.status
    add(outcome === 'completed' ? 'done' : outcome === 'failed' ? 'failed' : 'idle', false, start, end)
    // What ends as it begins is still to be seen.
    if (end === start) segments.push({ tone: 'done', waits: false, from: start, to: end })
    return segments
  }
  if (child === undefined || child.status === 'in_progress') add('working', false, start, null)
  else {
    const since = Math.max(start, child.updatedAt)
    const { tone } = statusInfo[shownStatus(child)]
    add('working', false, start, since)
    add(tone, true, since, isStopped(child.status) ? since : null)
  }
  return segments
}

function titleOf({ name, message }: SubtaskWish): string {
  const line = message?.trim().split('\n')[0]?.trim() ?? ''
  return line.slice(0, 120) || name || 'Subtask'
}

function wordsOf(
  { subtask, result, outcome }: ToolCallView,
  child: TaskSummary | undefined,
  status: PlanStatus,
) {
  if (child !== undefined) return isEnded(child.status) ? '' : (child.statusReason ?? child.activity)
  if (subtask !== null) return 'This subtask is deleted'
  if (status !== 'not_started') return ''
  if (outcome === 'rejected') return 'You rejected it'
  return (result ?? '').split('\n')[0]?.slice(0, 200) ?? ''
}

function tokensOf({ subtask }: ToolCallView, child: TaskSummary | undefined): number {
  if (child !== undefined) return child.inputTokens + child.outputTokens
  return subtask?.receipt ? subtask.receipt.inputTokens + subtask.receipt.outputTokens : 0
}
