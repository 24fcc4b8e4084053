import { AppError } from '../../contract/app-error.ts'
import { checksSchema, type TaskChecks } from '../../contract/checks.ts'
import type { CallId, TaskId } from '../../contract/ids.ts'
import { receiptOf } from '../../contract/receipt-of.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { SubtaskOutcome } from '../../contract/tool-call.ts'
import type { TodoItem } from '../../contract/tool-display.ts'
import { newId } from '../base/new-id.ts'
import { laterReport, reportAgain, takenUpAgain } from '../prompt/mailbox-words.ts'
import {
  backgroundReport,
  delegationOff,
  depthLimit,
  pathsElsewhere,
  subtaskReturn,
  unknownMode,
} from '../prompt/nudges.ts'
import { brokenTurn } from './broken-turn.ts'
import { type EngineCore, refusedByBudget, toolAccessOf } from './core.ts'
import { viewForEnding } from './damaged-task.ts'
import { areDisjoint } from './disjoint-paths.ts'
import { engineWord } from './engine-word.ts'
import { closeOpenCalls } from './finish-call.ts'
import { type Entry, moveTo } from './journal.ts'
import { answersLost, isIdle } from './mailbox.ts'
import { hasUrgentWord } from './next-step.ts'
import { pathLists } from './path-limits.ts'
import { isOut } from './plan-turn.ts'
import { callsOfTurn, cancelOthers, toStop } from './stop-others.ts'
import type { TaskEnd } from './task-end.ts'
import { titleFrom } from './title.ts'

/** What a parent asks of a child. */
export type SubtaskOrder = {
  mode: string
  message: string
  background: boolean
  todos: TodoItem[]
  checks?: TaskChecks | undefined
  /** Globs outside of which it may change nothing; without them those of its parent, if that has any. */
  paths?: string[] | undefined
  /** Whether the other subtasks of the same turn are cancelled when it fails. */
  stopsOthers?: boolean | undefined
  /** Whether the child is to work in a worktree of its own. */
  worktree: boolean
}

/**
 * Makes the child, links it to the parent's call and, unless it runs in the background, puts the parent
 * into `awaiting_subtask`: one transaction (R4). The child inherits nothing but the message (R5).
 * Throws AppError `not_allowed` when the depth limit or a budget's is reached or no path is left that it may change, and
 * `invalid_mode` for an unknown mode.
 */
export function startSubtask(
  core: EngineCore,
  parent: TaskView,
  callId: CallId,
  order: SubtaskOrder,
): TaskId {
  const { deps, journal } = core
  const access = toolAccessOf(core, parent)
  if (!access.delegation) throw new AppError('not_allowed', delegationOff)
  const refused = refusedByBudget(core, parent)
  if (refused !== null) throw new AppError('not_allowed', refused)
  if (access.depthLeft === 0) {
    throw new AppError('not_allowed', depthLimit(deps.store.settings.preferences().maxDepth))
  }
  const modes = deps.modes.list(parent.workspaceId)
  const mode = modes.find(({ slug }) => slug === order.mode)
  if (mode === undefined) {
    const known = modes.map(({ slug }) => slug)
    throw new AppError('invalid_mode', unknownMode(order.mode, known))
  }

  const paths = order.paths ?? parent.paths ?? undefined
  if (paths !== undefined && pathLists(core, parent).some((list) => areDisjoint(paths, list))) {
    throw new AppError('not_allowed', pathsElsewhere(paths, parent.paths ?? []))
  }

  const childId = newId<TaskId>('tsk')
  const { overrides: _, ...kept } = mode
  // Taken before the one transaction that matters: a number that is then not used is only a gap.
  const childDisplayId = deps.store.workspaces.nextDisplayId(parent.workspaceId)
  const modeSnapshotId = deps.store.modes.keep(kept)
  const ownModel = deps.modelForMode(parent.providerId, mode.slug)
  const entries: Entry[] = [
    {
      taskId: childId,
      body: {
        type: 'task.created',
        displayId: childDisplayId,
        parentId: parent.id,
        rootId: parent.rootId,
        parentCallId: callId,
        depth: parent.depth + 1,
        background: order.background,
        workspaceId: parent.workspaceId,
        folder: parent.folder,
        ...(order.worktree ? { worktree: true } : {}),
        mode: mode.slug,
        modeName: mode.name,
        modeSnapshotId,
        delegation: true,
        title: titleFrom(order.message),
        message: order.message,
        providerId: parent.providerId,
        model: ownModel === null ? parent.model : null,
        ...(order.checks === undefined ? {} : { checks: order.checks }),
        ...(paths === undefined ? {} : { paths }),
      },
    },
    {
      taskId: parent.id,
      body: {
        type: 'subtask.started',
        callId,
        childId,
        childDisplayId,
        mode: mode.slug,
        message: order.message,
        background: order.background,
        ...(order.worktree ? { worktree: true } : {}),
        ...(order.checks === undefined ? {} : { checks: checksSchema.parse(order.checks) }),
        ...(paths === undefined ? {} : { paths }),
        ...(order.stopsOthers === true ? { stopsOthers: true } : {}),
      },
    },
    ...(order.background ? [] : moveTo(parent, 'awaiting_subtask')),
  ]
  if (order.todos.length > 0)
    entries.push({ taskId: childId, body: { type: 'todo.updated', items: order.todos } })
  journal.append(entries)
  return childId
}

/** Waits in `awaiting_subtask` until one of these calls' subtasks has returned, or a message must be read first. */
export async function awaitReturn(
  { journal, wakers }: EngineCore,
  view: TaskView,
  callIds: readonly CallId[],
  signal: AbortSignal,
): Promise<void> {
  const isBack = (callId: CallId) => view.calls[callId]?.status === 'finished'
  if (!callIds.some(isBack)) journal.append(moveTo(view, 'awaiting_subtask'))
  await wakers.until(
    `return:${view.id}`,
    () => (callIds.some(isBack) || hasUrgentWord(view) ? true : null),
    signal,
  )
}

/**
 * Ends a task and, if a parent's call still waits for it, returns the outcome there and lets the parent
 * go on: one transaction, so that a summary lands exactly once or not at all (R6, R7). Nothing of the
 * child but the given words and the engine's receipt reaches the parent (R8, N6). A parent that did not wait gets
 * them as a message (R11), which also wakes one that has nothing left to do. A failure that was to stop the others of
 * its turn then does. What a child comes to that had returned and was retried is told as well, as a message.
 */
export function endTask(core: EngineCore, view: TaskView, end: TaskEnd): void {
  const { deps, journal, wakers } = core
  const link = deps.store.subtasks.ofChild(view.id)
  const entries: Entry[] = [
    ...brokenTurn(view, 'stopped', core.live),
    endedFact(view, end),
    ...closeOpenCalls(view, end),
    ...moveTo(view, end.outcome),
  ]
  const lost = answersLost(core, view)
  entries.push(...lost.entries)
  const wakeLost = () => {
    for (const { id } of lost.waking) core.run(id)
  }
  if (link === null || link.outcome !== null) {
    const again = link === null ? null : tellAgain(core, view, link.parentId, end)
    journal.append([...entries, ...(again?.entries ?? [])])
    again?.wake()
    wakeLost()
    return
  }
  const parent = viewForEnding(core, link.parentId)
  const callId = link.parentCallId as CallId
  const outcome: SubtaskOutcome = end.outcome
  const summary = end.outcome === 'completed' ? end.result : failureSummary(view, end)
  const result = end.outcome === 'completed' ? end.result : null
  const receipt = receiptOf(view, { at: deps.now(), result })
  entries.push({
    taskId: parent.id,
    body: {
      type: 'subtask.returned',
      callId,
      childId: view.id,
      childDisplayId: view.displayId,
      outcome,
      summary,
      receipt,
    },
  })
  const told = { displayId: view.displayId, mode: view.mode, outcome, summary, receipt }
  const call = parent.calls[callId]
  if (!link.background && call !== undefined && call.status !== 'finished') {
    entries.push({
      taskId: parent.id,
      body: {
        type: 'tool.finished',
        callId,
        outcome: end.outcome === 'completed' ? 'ok' : 'error',
        result: subtaskReturn(told),
        display: null,
        durationMs: Math.max(0, deps.now() - (call.startedAt ?? deps.now())),
      },
    })
    if (parent.status === 'awaiting_subtask' && !othersAreOut(parent, callId))
      entries.push(...moveTo(parent, 'in_progress'))
  } else {
    const text = link.background ? backgroundReport(told) : laterReport(subtaskReturn(told))
    entries.push(engineWord(parent.id, text))
    const waited = parent.status === 'awaiting_subtask' && !anyAreOut(parent, callId)
    if (waited || isIdle(parent)) entries.push(...moveTo(parent, 'in_progress'))
  }
  const goesOn = entries.some(({ taskId, body }) => taskId === parent.id && body.type === 'status.changed')
  journal.append(entries)
  wakers.wake(`return:${parent.id}`)
  if (goesOn) core.run(parent.id)
  wakeLost()
  if (end.outcome !== 'failed' || call?.subtask?.stopsOthers !== true) return
  const stop = toStop(parent, callsOfTurn(parent, call.turnId))
  if (stop !== null) cancelOthers(core, parent, stop)
}

/**
 * What tells the parent of a child that had returned, and was retried, what it came to now. Null for any other, and where
 * that is no news: it was cancelled, or belongs to another task by now, or nobody reads it any more.
 */
function tellAgain(
  core: EngineCore,
  view: TaskView,
  parentId: TaskId,
  end: TaskEnd,
): { entries: Entry[]; wake(): void } | null {
  const { displayId, mode } = view
  const row = core.deps.store.tasks.get(parentId)
  const reads = row !== null && row.deletedAt === null && row.damage === null && view.parentId === parentId
  if (!reads || end.outcome === 'cancelled' || !isRetried(view)) return null
  const { outcome } = end
  const result = outcome === 'completed' ? end.result : null
  const summary = outcome === 'completed' ? end.result : failureSummary(view, end)
  const receipt = receiptOf(view, { at: core.deps.now(), result })
  const report = reportAgain(subtaskReturn({ displayId, mode, outcome, summary, receipt }))
  const parent = core.journal.view(parentId)
  const goesOn = isIdle(parent) ? moveTo(parent, 'in_progress') : []
  return {
    entries: [engineWord(parentId, report), ...goesOn],
    wake() {
      core.wakers.wake(`return:${parentId}`)
      if (goesOn.length > 0) core.run(parentId)
    },
  }
}

/** Whether a task goes on because a person retried it, and not because they wrote to it. */
function isRetried({ items }: TaskView): boolean {
  const end = items.findLastIndex((item) => item.type === 'notice' && ends.has(item.notice.type))
  const since = items.slice(end + 1)
  return since.some((item) => item.type === 'message' && item.from === 'engine' && item.text === takenUpAgain)
}

const ends: ReadonlySet<string> = new Set<SubtaskOutcome>(['completed', 'failed', 'cancelled'])

/** Whether subtasks of other calls are still under way, so that the parent has more to wait for. */
function othersAreOut({ calls }: TaskView, callId: CallId): boolean {
  return Object.values(calls).some((call) => call.callId !== callId && isOut(call))
}

/** Whether any other subtask has not returned, also one that no call waits for. */
function anyAreOut({ calls }: TaskView, callId: CallId): boolean {
  return Object.values(calls).some((call) => call.callId !== callId && call.subtask?.outcome === null)
}

function endedFact(view: TaskView, end: TaskEnd): Entry {
  switch (end.outcome) {
    case 'completed':
      return { taskId: view.id, body: { type: 'task.completed', result: end.result } }
    case 'failed':
      return { taskId: view.id, body: { type: 'task.failed', message: end.message, failure: end.failure } }
    case 'cancelled':
      return { taskId: view.id, body: { type: 'task.cancelled', by: end.by, reason: end.reason } }
    default: {
      const unknown: never = end
      throw new Error(`Unknown end ${JSON.stringify(unknown)}`)
    }
  }
}

function failureSummary(view: TaskView, end: Exclude<TaskEnd, { outcome: 'completed' }>): string {
  const happened = end.outcome === 'failed' ? end.message : end.reason || 'The person cancelled it.'
  const { worktree, folder } = view
  const kept = worktree === null ? '' : `\n\nIts work was not taken over. It is kept in ${folder}.`
  return `${happened}\n\n${end.progress}${kept}`
}
