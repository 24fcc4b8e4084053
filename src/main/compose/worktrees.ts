import { basename, join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { Workspace } from '../../contract/workspace.ts'
import type { WorktreeInfo } from '../../contract/worktree-settings.ts'
import type { Store } from '../store/store.ts'
import type { Git } from '../workspace/git.ts'
import { isInside } from '../workspace/isolation/is-inside.ts'
import { openRoom, type Room } from '../workspace/isolation/room.ts'
import { takeSnapshot } from '../workspace/isolation/snapshots.ts'
import { worktreeEntries } from '../workspace/isolation/worktree-record.ts'
import { type DescribedWorktree, describeWorktree, removeWorktree } from '../workspace/isolation/worktrees.ts'

/** The worktrees that a workspace's tasks work or worked in. */
export type Worktrees = {
  /** Looks at each as it is now, by path. Throws AppError `workspace_unavailable` when the workspace's folder is gone. */
  list(workspaceId: WorkspaceId): Promise<WorktreeInfo[]>
  /**
   * Removes the one at `path`, with a snapshot of it, from which it is made again when its task goes on. Throws AppError `not_found` where
   * there is none, and `conflict` in words while a task works in it, or while git keeps it locked.
   */
  remove(workspaceId: WorkspaceId, path: string): Promise<void>
}

/** Makes the list over the store and git. `dataFolder` is the app's. */
export function createWorktrees({
  store,
  git,
  dataFolder,
}: {
  store: Pick<Store, 'tasks' | 'workspaces'>
  git: Git
  dataFolder: string
}): Worktrees {
  const ours = join(dataFolder, 'worktrees')
  const roomOf = (folder: string) => openRoom({ git, dataFolder: ours }, folder)

  /** Those of the repository that belong to tasks of the workspace, or to none that is known. */
  async function pathsOf(room: Room, { id }: Workspace): Promise<string[]> {
    return (await worktreeEntries(room))
      .map(({ path }) => path)
      .filter((path) => isInside(room.dataFolder, path))
      .filter((path) => (taskOf(path)?.workspaceId ?? id) === id)
  }

  function taskOf(path: string): TaskSummary | null {
    return store.tasks.get(basename(path) as TaskId)
  }

  /** The task that may still go on in there: its own, or one below it. */
  function workerIn(path: string): TaskSummary | undefined {
    const task = taskOf(path)
    if (task === null) return undefined
    return store.tasks
      .subtree(task.id)
      .find(({ folder, status }) => !isEnded(status) && (folder === path || isInside(path, folder)))
  }

  function workspaceOf(workspaceId: WorkspaceId): Workspace {
    const workspace = store.workspaces.get(workspaceId)
    if (workspace === null)
      throw new AppError('not_found', 'That workspace is not known. Open the folder first.')
    return workspace
  }

  async function infoOf(room: Room, path: string): Promise<WorktreeInfo> {
    const task = taskOf(path)
    const inUse = workerIn(path) !== undefined
    const { state, words } = await describeWorktree(room, path).then(
      (described) => ({ state: described.state, words: wordsOf(described) }),
      (error: unknown) => ({
        state: 'unknown' as const,
        words: `It cannot be looked at: ${error instanceof Error ? error.message : String(error)}`,
      }),
    )
    if (task === null) return { path, task, state, words, inUse }
    const { id, displayId, title, status } = task
    return { path, task: { id, displayId, title, status }, state, words, inUse }
  }

  return {
    async list(workspaceId) {
      const workspace = workspaceOf(workspaceId)
      const room = await roomOf(workspace.path)
      const infos: WorktreeInfo[] = []
      for (const path of await pathsOf(room, workspace)) infos.push(await infoOf(room, path))
      return infos
    },

    async remove(workspaceId, path) {
      const workspace = workspaceOf(workspaceId)
      const room = await roomOf(workspace.path)
      if (!(await pathsOf(room, workspace)).includes(path))
        throw new AppError('not_found', `There is no worktree at ${path}. It may have been removed already.`)
      refuseInUse(path)
      const { state, words } = await describeWorktree(room, path)
      if (state === 'locked') throw new AppError('conflict', words)
      // Also of what another snapshot holds: from this one it is made again when its task goes on.
      if (state === 'work' || state === 'kept' || state === 'clean') {
        const task = taskOf(path)
        const ref = `tasks/${basename(path)}/work`
        await takeSnapshot(await roomOf(path), { ref, message: `What ${task?.displayId ?? 'a task'} did` })
      }
      refuseInUse(path)
      await removeWorktree(room, path)
    },
  }

  function refuseInUse(path: string): void {
    const worker = workerIn(path)
    if (worker === undefined) return
    throw new AppError(
      'conflict',
      `${worker.displayId} is ${worker.status} and works in ${path}. Cancel it first, or let it finish.`,
    )
  }
}

function wordsOf({ state, words }: DescribedWorktree): string {
  switch (state) {
    case 'clean':
      return 'Nothing was changed in it.'
    case 'kept':
      return 'Holds work, and a snapshot holds all of it too.'
    case 'work':
      return 'Holds work that is nowhere else. Removing it keeps that in a snapshot.'
    case 'gone':
      return 'Its folder was deleted or moved away. What is left can be removed from git’s books.'
    case 'half':
      return 'Making or removing it was cut off. What is left can be removed.'
    case 'locked':
    case 'unknown':
      return words
    default: {
      const unknown: never = state
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`)
    }
  }
}
