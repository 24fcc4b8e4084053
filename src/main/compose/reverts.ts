import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { Isolation, Reverted } from '../engine/engine-deps.ts'
import { finishLanding, recoverLanding, revertLanding } from '../workspace/isolation/land-tree.ts'
import { readJournal } from '../workspace/isolation/landing-journal.ts'
import type { Room } from '../workspace/isolation/room.ts'
import { findSnapshot, keepTree } from '../workspace/isolation/snapshots.ts'
import { treeChanges } from '../workspace/isolation/tree-changes.ts'

/** How often it is tried anew because somebody writes in the folder at the same time. */
const mostTries = 5

/** Taking work back, and what a kill in its middle leaves to be done. */
export type Reverts = Pick<Isolation, 'revert' | 'unfinishedReverts' | 'forgetRevert'> & {
  /** Finishes writing files where that was cut off. To be called before anybody works. Never rejects. */
  finishFiles(): Promise<void>
}

/**
 * Takes back what was landed, over `revertLanding`. `ours` is the folder of our own files: in it lies a wish for each
 * revert that is not told of yet, and a journal while its files are written.
 */
export function createReverts({
  roomOf,
  ours,
  log,
}: {
  roomOf(folder: string): Promise<Room>
  ours: string
  log(level: 'warn', message: string): void
}): Reverts {
  const journalOf = (taskId: string) => join(ours, `revert-${taskId}.json`)
  const wishOf = (taskId: string) => join(ours, `reverting-${taskId}`)
  const forget = (taskId: string) => rm(wishOf(taskId), { force: true })

  return {
    async revert({ taskId, displayId, into, before, after }, tell, signal) {
      const room = await roomOf(into).catch((error: unknown) => {
        const gone = error instanceof AppError && error.code === 'workspace_unavailable'
        throw gone ? new AppError('conflict', `${error.message} Nothing was taken back.`) : error
      })
      const journalFile = journalOf(taskId)
      await finishLanding(room, journalFile)
      await writeFileAtomic(wishOf(taskId), into)
      let reverted: Reverted
      try {
        reverted = await takeBack(room, { taskId, displayId, before, after, journalFile }, signal)
      } catch (error) {
        // Where the app ends, or what was written could not be put back, the next start goes on with it.
        if (!signal.aborted && (await readJournal(journalFile)) === null) await forget(taskId)
        throw error
      }
      tell(reverted)
      await forget(taskId)
    },

    async unfinishedReverts() {
      const names = await readdir(ours).catch(() => [])
      return names.filter((name) => name.startsWith('reverting-')).map((name) => name.slice(10) as TaskId)
    },

    forgetRevert: forget,

    async finishFiles() {
      for (const name of await readdir(ours).catch(() => [])) {
        if (!/^revert-.*\.json$/.test(name)) continue
        const journalFile = join(ours, name)
        try {
          const journal = await readJournal(journalFile)
          if (journal !== null)
            await recoverLanding(await roomOf(journal.root), { journalFile, how: 'finish' })
        } catch (error) {
          log('warn', `Taking work back was cut off and could not be finished: ${String(error)}`)
        }
      }
    },
  }
}

type Order = { taskId: string; displayId: string; before: string; after: string; journalFile: string }

async function takeBack(
  room: Room,
  { taskId, displayId, before, after, journalFile }: Order,
  signal: AbortSignal,
): Promise<Reverted> {
  const ref = `tasks/${taskId}/reverted`
  const refBefore = `tasks/${taskId}/unreverted`
  const message = `Without the work of ${displayId} (${after})`
  let kept: { before: string; after: string } | null = null
  const planned = async (trees: { before: string; after: string }) => {
    const wasThen = await findSnapshot(room, refBefore)
    const isThen = await findSnapshot(room, ref)
    // Done already, though nobody was told: what it changed is what the snapshots of then say.
    if (trees.before === trees.after && wasThen !== null && isThen?.message === message) {
      kept = { before: wasThen.commit, after: isThen.commit }
      return
    }
    const was = await keepTree(room, {
      ref: refBefore,
      tree: trees.before,
      message: `Before the work of ${displayId} was taken back`,
    })
    const is = await keepTree(room, { ref, tree: trees.after, message, parents: [was.commit] })
    kept = { before: was.commit, after: is.commit }
  }
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted()
    const end = await revertLanding(room, { from: before, to: after, journalFile, signal, planned })
    if (end.status === 'landed' && kept !== null) return revertedWork(room, kept)
    if (end.status === 'changed' && tries < mostTries) continue
    throw new AppError('conflict', 'words' in end ? end.words : 'Nothing was taken back.')
  }
}

async function revertedWork(
  room: Room,
  { before, after }: { before: string; after: string },
): Promise<Reverted> {
  const changes = await treeChanges(room, before, after)
  return {
    before,
    after,
    files: changes.map(({ path, before: was, after: is }) => ({
      path,
      change: was === null ? ('added' as const) : is === null ? ('deleted' as const) : ('changed' as const),
    })),
  }
}
