import type { AutoApproveEntry } from '../../contract/action-type.ts'
import { AppError } from '../../contract/app-error.ts'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { Mode } from '../../contract/mode.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { subtaskLimit } from '../prompt/nudges.ts'
import type { Budgets } from './budgets.ts'
import type { EngineDeps, ToolAccess } from './engine-deps.ts'
import type { Journal } from './journal.ts'
import type { Landings } from './landings.ts'
import type { LiveText } from './live-text.ts'
import type { Radar } from './radar.ts'
import type { Wakers } from './wakers.ts'

/** What the engine's parts share: what it was given, its log, its live text and its wakers. */
export type EngineCore = {
  deps: EngineDeps
  journal: Journal
  live: LiveText
  wakers: Wakers
  landings: Landings
  budgets: Budgets
  radar: Radar
  /** Tasks at work whose history a person wants condensed before the next request. */
  condenseWanted: Set<TaskId>
  /**
   * Sets a task that may work to work, or has it look again if it is just leaving off. Does nothing when it
   * is at work already, or has ended or been stopped.
   */
  run(taskId: TaskId): void
  /** Ends a task and what is open below it as cancelled. Returns whether anything was open. */
  cancel(taskId: TaskId, by: 'person' | 'parent', reason: string): boolean
}

/** A mode that is in force in a workspace. Throws AppError `invalid_mode` naming those there are. */
export function findMode({ deps }: EngineCore, workspaceId: WorkspaceId, slug: string): Mode {
  const modes = deps.modes.list(workspaceId)
  const found = modes.find((mode) => mode.slug === slug)
  if (found === undefined) {
    const known = modes.map((mode) => mode.slug).join(', ')
    throw new AppError('invalid_mode', `There is no mode "${slug}". The modes are: ${known}.`)
  }
  const { overrides: _, ...mode } = found
  return mode
}

/** The mode a task began or goes on with, as it was then. Throws if its snapshot is gone: that is a bug. */
export function modeOf({ deps }: EngineCore, view: TaskView): Mode {
  const mode = deps.store.modes.get(view.modeSnapshotId)
  if (mode === null)
    throw new Error(`${view.displayId} refers to a mode that is not kept: ${view.modeSnapshotId}.`)
  return mode
}

/** Whether a task may create subtasks, and how many levels it may still go down. */
export function toolAccessOf({ deps, budgets }: EngineCore, view: TaskView): ToolAccess {
  const { maxDepth } = deps.store.settings.preferences()
  const byBudget = budgets.depthLeft(view)?.left ?? maxDepth
  return {
    delegation: view.delegation,
    depthLeft: Math.max(0, Math.min(maxDepth - view.depth, byBudget)),
    parent: view.parentId !== null,
    children: deps.store.tasks.hasChildren(view.id),
  }
}

/** Why the budgets of a task let it start no subtask now, for its model; null when they do. */
export function refusedByBudget({ deps, budgets }: EngineCore, view: TaskView): string | null {
  const rooms = { depth: budgets.depthLeft(view), children: budgets.childrenLeft(view) }
  for (const limit of ['depth', 'children'] as const) {
    const room = rooms[limit]
    if (room === null || room.left > 0) continue
    return subtaskLimit(limit, deps.store.tasks.get(room.budgetOf)?.displayId ?? 'this tree', room.allowed)
  }
  return null
}

/** The task and those above it, root first: what settings and permissions are inherited along. */
export function chainOf({ deps }: EngineCore, taskId: TaskId): TaskSummary[] {
  const chain: TaskSummary[] = []
  for (let id: TaskId | null = taskId; id !== null; ) {
    const task: TaskSummary | null = deps.store.tasks.get(id)
    if (task === null) break
    chain.unshift(task)
    id = task.parentId
  }
  return chain
}

/** What is allowed to a task now, with where each setting comes from: it is inherited from those above it. */
export function allowedTo(core: EngineCore, { id, parentId, workspaceId }: TaskView): AutoApproveEntry[] {
  // The task itself is at hand: reading its row each time would be most of what this costs.
  const above = parentId === null ? [] : chainOf(core, parentId)
  return core.deps.policy.resolve({ workspaceId, chain: [...above, { id }] })
}
