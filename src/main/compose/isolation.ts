import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TaskId } from '../../contract/ids.ts'
import type { Isolation } from '../engine/engine-deps.ts'
import type { TrialMerges } from '../engine/trial-merges.ts'
import type { Git } from '../workspace/git.ts'
import { createWorktree } from '../workspace/isolation/create-worktree.ts'
import { openRoom, whyNoWorktrees } from '../workspace/isolation/room.ts'
import { deleteSnapshot, takeSnapshot } from '../workspace/isolation/snapshots.ts'
import { pruneWorktrees, removeWorktree } from '../workspace/isolation/worktrees.ts'
import { createDeliveries } from './deliveries.ts'
import { createLooks } from './looks.ts'
import { createMerges } from './merges.ts'
import { createResolve } from './resolve-clash.ts'
import { createRestore } from './restore-worktree.ts'
import { createReverts } from './reverts.ts'
import { createTrialMerges } from './trial-merges.ts'

/**
 * Worktrees for tasks that work beside each other, in `<dataFolder>/worktrees`, and their work's way back into the
 * folder they were made from.
 */
export function createIsolation({
  git,
  dataFolder,
  log,
}: {
  git: Git
  dataFolder: string
  log(level: 'warn', message: string): void
}): Isolation & {
  trialMerges: TrialMerges
  /**
   * Removes worktrees that a crash left behind when their work had been taken over, and strikes those that it left
   * half removed from the books of the repositories in `folders`. Never rejects.
   */
  tidy(isOpen: (taskId: TaskId, folder: string) => boolean, folders: readonly string[]): Promise<void>
} {
  const ours = join(dataFolder, 'worktrees')
  const room = (folder: string) => openRoom({ git, dataFolder: ours }, folder)
  const remove = async (path: string, near: string) => {
    try {
      await removeWorktree(await room(near), path, { workTaken: true })
    } catch (error) {
      log('warn', `The worktree ${path} was not removed: ${String(error)}`)
    }
  }
  const strikeHalf = async (folder: string) => {
    // Most repositories have no worktrees: then git need not be asked.
    if ((await readdir(join(folder, '.git', 'worktrees')).catch(() => [])).length === 0) return
    try {
      await pruneWorktrees(await room(folder))
    } catch (error) {
      log('warn', `Worktrees of ${folder} were not tidied up: ${String(error)}`)
    }
  }
  const journalOf = (taskId: string) => join(ours, `landing-${taskId}.json`)
  const { ownWork, ...looks } = createLooks({ roomOf: room })
  const { finishFiles, ...reverts } = createReverts({ roomOf: room, ours, log })

  return {
    async whyNot(folder) {
      try {
        return whyNoWorktrees(await room(folder))
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    },

    async open({ taskId, displayId, folder, copy }, signal) {
      const from = await room(folder)
      const { commit } = await takeSnapshot(from, {
        ref: `tasks/${taskId}/base`,
        message: `What ${displayId} began with`,
        signal,
      })
      // What was merged into an earlier one of this task is none of this one's business.
      await deleteSnapshot(from, `tasks/${taskId}/merged`)
      const made = await createWorktree(from, { snapshot: commit, path: join(ours, taskId), copy, signal })
      return { folder: made.folder, base: commit, notes: made.notes }
    },

    ...looks,
    ...createMerges({ roomOf: room, journalOf, ownWork }),
    ...createResolve({ roomOf: room }),
    ...createDeliveries({ roomOf: room, journalOf }),
    ...createRestore({ roomOf: room, ours }),
    ...reverts,
    trialMerges: createTrialMerges(room),

    close: ({ taskId, into }) => remove(join(ours, taskId), into),

    async tidy(isOpen, folders) {
      await finishFiles()
      for (const folder of folders) await strikeHalf(folder)
      for (const name of await readdir(ours).catch(() => [])) {
        const path = join(ours, name)
        if (name.startsWith('tsk_') && !isOpen(name as TaskId, path)) await remove(path, path)
      }
    },
  }
}
