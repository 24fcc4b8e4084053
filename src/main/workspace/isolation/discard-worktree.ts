import { rm } from 'node:fs/promises'
import { failpoint } from '../../base/failpoint.ts'
import { isInside } from './is-inside.ts'
import type { Room } from './room.ts'
import { dropRecord, type WorktreeEntry } from './worktree-record.ts'

/**
 * Deletes a worktree of ours with everything in it, and strikes it from git's books, in an order in which a cut
 * leaves something that is known to be half removed. Asks nothing: the caller knows that no work is in it.
 */
export async function discardWorktree(room: Room, { path, adminDir }: WorktreeEntry): Promise<void> {
  if (!isInside(room.dataFolder, path)) throw new Error(`${path} is not ours to delete`)
  failpoint('before:worktree.remove')
  await dropRecord(adminDir)
  await rm(path, { recursive: true, force: true, maxRetries: 3 })
  // Git's own way looks into the folder first; for books without a folder there is nothing that could go wrong.
  await rm(adminDir, { recursive: true, force: true })
  failpoint('after:worktree.remove')
}
