import { join } from 'node:path'
import type { Isolation } from '../engine/engine-deps.ts'
import { isThere } from '../workspace/is-there.ts'
import { createWorktree } from '../workspace/isolation/create-worktree.ts'
import type { Room } from '../workspace/isolation/room.ts'
import { findSnapshot } from '../workspace/isolation/snapshots.ts'

/** Makes removed worktrees again, in the folder `ours`. `roomOf` opens a folder. */
export function createRestore({
  roomOf,
  ours,
}: {
  roomOf(folder: string): Promise<Room>
  ours: string
}): Pick<Isolation, 'restore'> {
  return {
    async restore({ taskId, folder, near, copy }, signal) {
      if (await isThere(folder)) return null
      const room = await roomOf(near)
      const work = await findSnapshot(room, `tasks/${taskId}/work`)
      if (work === null) return null
      const order = { snapshot: work.commit, path: join(ours, taskId), copy, signal }
      const { notes } = await createWorktree(room, order)
      return { notes: ['It had been removed, and was made again from the snapshot of its work.', ...notes] }
    },
  }
}
