import { AppError } from '../../contract/app-error.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Work, WorkHunk } from '../../contract/work.ts'
import type { Store } from '../store/store.ts'
import type { WayBack } from './way-back.ts'
import { workTarget } from './work-target.ts'

/** What is needed to show work: rows of tasks and workspaces, and git. */
export type WorkPlaces = {
  store: { tasks: Pick<Store['tasks'], 'get'>; workspaces: Pick<Store['workspaces'], 'get'> }
  isolation: Pick<WayBack, 'look' | 'between' | 'hunks'>
}

/**
 * What a task has done so far in its worktree or, where its work was taken over, what was; null when it has neither.
 * Rejects with AppError in words, `workspace_unavailable` when its folder is gone.
 */
export async function showWork(
  { store, isolation }: WorkPlaces,
  view: TaskView,
  signal: AbortSignal,
): Promise<Work | null> {
  const { id: taskId, displayId, folder, worktree, landed, parentId } = view
  if (worktree !== null) {
    const into = workTarget(store.tasks, parentId, worktree.from)
    return isolation.look({ taskId, displayId, folder, into, base: worktree.base }, signal)
  }
  if (landed === null) return null
  const { into, before: base, after: head } = landed
  return isolation.between({ folder: workspaceOf({ store }, view), into, base, head })
}

/**
 * The hunks of one file of a work. Rejects with AppError `not_found` for what is no id of a commit, for one that the
 * task's repository does not have, and for a file that is the same in both.
 */
export async function showWorkFile(
  { store, isolation }: WorkPlaces,
  view: TaskView,
  { base, head, path }: { base: string; head: string; path: string },
): Promise<{ hunks: WorkHunk[]; tooLarge: boolean }> {
  for (const id of [base, head]) {
    if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(id))
      throw new AppError('not_found', `There is no snapshot “${id.slice(0, 80)}”.`)
  }
  const folder = workspaceOf({ store }, view)
  try {
    return await isolation.hunks({ folder, base, head, path })
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'not_found') throw error
    const words = `The snapshots of ${view.displayId} that were asked for cannot be read any more.`
    throw new AppError('not_found', words, { cause: error })
  }
}

/** The worktrees of a workspace's tasks share its repository; they come and go, it stays. */
function workspaceOf({ store }: Pick<WorkPlaces, 'store'>, { workspaceId, folder }: TaskView): string {
  return store.workspaces.get(workspaceId)?.path ?? folder
}
