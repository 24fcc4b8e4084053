import { isEnded } from '../../contract/task-status.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { EngineCore } from './core.ts'
import { workTarget } from './work-target.ts'

/**
 * Makes a task's own worktree, unless it has one or needs none; one that was removed is made again from the snapshot of
 * its work. One that has handed its work over and was kept from ending needs none. Rejects with AppError in words.
 */
export async function openWorktree(core: EngineCore, view: TaskView, signal: AbortSignal): Promise<void> {
  if (!view.isolated || isEnded(view.status)) return
  const { worktree } = view
  if (worktree === null) {
    if (!isFinishing(view)) await openNew(core, view, signal)
    return
  }
  const { id: taskId, displayId, folder: from } = view
  const { copy } = core.deps.worktreeSettings(view.workspaceId)
  const order = { taskId, displayId, folder: from, copy }
  const near = core.deps.store.workspaces.get(view.workspaceId)?.path ?? worktree.from
  const again = await core.deps.isolation.restore({ ...order, near }, signal)
  signal.throwIfAborted()
  if (again === null) return
  const { from: made, base } = worktree
  const body = { type: 'worktree.opened' as const, folder: from, from: made, base, notes: again.notes }
  core.journal.append([{ taskId, body }])
}

/** Makes another for a task that has handed its work over and goes on all the same. `closed` is the one it had. */
export async function openAnother(
  core: EngineCore,
  view: TaskView,
  closed: string,
  signal: AbortSignal,
): Promise<void> {
  if (!view.isolated || view.worktree !== null) return
  if (closed !== view.folder) await closeWorktree(core, view, closed)
  await openNew(core, view, signal)
}

async function openNew(core: EngineCore, view: TaskView, signal: AbortSignal): Promise<void> {
  const { id: taskId, displayId } = view
  const from = targetOf(core, view, view.folder)
  const { copy } = core.deps.worktreeSettings(view.workspaceId)
  const made = await core.deps.isolation.open({ taskId, displayId, folder: from, copy }, signal)
  signal.throwIfAborted()
  const { folder, base, notes } = made
  core.journal.append([{ taskId, body: { type: 'worktree.opened', folder, from, base, notes } }])
}

/** Whether a call that ends the task is under way. */
function isFinishing({ calls }: TaskView): boolean {
  return Object.values(calls).some(
    ({ name, startedAt, status }) =>
      name === 'attempt_completion' && startedAt !== null && status !== 'finished',
  )
}

/** Where a task's work goes. See `workTarget`. */
export function targetOf({ deps }: EngineCore, { parentId }: TaskView, from: string): string {
  return workTarget(deps.store.tasks, parentId, from)
}

/** Lets go of the worktree of a task whose work was taken over, unless a task below it is still open: its work may go there. */
export async function closeWorktree({ deps }: EngineCore, view: TaskView, folder: string): Promise<void> {
  const { id: taskId, folder: into } = view
  const others = deps.store.tasks.subtree(taskId).slice(1)
  if (others.some(({ status }) => !isEnded(status))) return
  await deps.isolation.close({ taskId, folder, into })
}
