import type { TaskId } from '../../contract/ids.ts'
import type { Mode } from '../../contract/mode.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { EngineDeps, ToolAccess } from './engine-deps.ts'
import type { Journal } from './journal.ts'
import type { LiveText } from './live-text.ts'
import type { Wakers } from './wakers.ts'

/** What the engine's parts share: what it was given, its log, its live text and its wakers. */
export type EngineCore = {
  deps: EngineDeps
  journal: Journal
  live: LiveText
  wakers: Wakers
  /** Sets a task that may work to work. Does nothing when it is at work already. */
  run(taskId: TaskId): void
}

/** The mode a task began or goes on with, as it was then. Throws if its snapshot is gone: that is a bug. */
export function modeOf({ deps }: EngineCore, view: TaskView): Mode {
  const mode = deps.store.modes.get(view.modeSnapshotId)
  if (mode === null)
    throw new Error(`${view.displayId} refers to a mode that is not kept: ${view.modeSnapshotId}.`)
  return mode
}

/** Whether a task may create subtasks, and how many levels it may still go down. */
export function toolAccessOf({ deps }: EngineCore, view: TaskView): ToolAccess {
  const { maxDepth } = deps.store.settings.preferences()
  return { delegation: view.delegation, depthLeft: Math.max(0, maxDepth - view.depth) }
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
