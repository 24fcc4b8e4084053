import { AppError } from '../../contract/app-error.ts'
import { mostWorkFiles, type Work, type WorkFile } from '../../contract/work.ts'
import type { OwnWorktree, WayBack } from '../engine/way-back.ts'
import { benchGit } from '../workspace/isolation/bench.ts'
import { diffFile, diffSnapshots, type FileDiff } from '../workspace/isolation/diff-snapshots.ts'
import type { Room } from '../workspace/isolation/room.ts'
import { findSnapshot, takeSnapshot } from '../workspace/isolation/snapshots.ts'

/** What lies in a worktree: the tree, and the commit that holds the task's own work. */
export type OwnWork = { commit: string; tree: string }

/** Looking at what a task has done. */
export type Looks = Pick<WayBack, 'look' | 'between' | 'hunks'> & {
  /**
   * Keeps what lies in a worktree. Where a merge was cut off after it had written everything and before anybody was
   * told, `commit` is the work as it was before that merge. The same work has the same commit each time.
   */
  ownWork(own: Room, order: OwnWorktree, signal: AbortSignal): Promise<OwnWork>
}

/** Makes the functions that look at work. */
export function createLooks({ roomOf }: { roomOf(folder: string): Promise<Room> }): Looks {
  const last = new Map<string, Promise<unknown>>()

  /** One after the other: of two that keep the same work at once, each would have a commit of its own. */
  function inTurn<T>(taskId: string, work: () => Promise<T>): Promise<T> {
    const mine = (last.get(taskId) ?? Promise.resolve()).then(work, work)
    const over = mine.then(
      () => {},
      () => {},
    )
    last.set(taskId, over)
    void over.then(() => last.get(taskId) === over && last.delete(taskId))
    return mine
  }

  const ownWork: Looks['ownWork'] = (own, { taskId, displayId, base }, signal) =>
    inTurn(taskId, async () => {
      const { commit, tree } = await takeSnapshot(own, {
        ref: `tasks/${taskId}/work`,
        message: `What ${displayId} did`,
        reuse: true,
        signal,
      })
      const merged = await findSnapshot(own, `tasks/${taskId}/merged`)
      if (merged?.tree !== tree) return { commit, tree }
      const [other, before] = await parentsOf(own, merged.commit)
      return before === undefined || other === base ? { commit, tree } : { commit: before, tree }
    })

  return {
    ownWork,
    async look(order, signal) {
      const own = await roomOf(order.folder)
      const { commit: head } = await ownWork(own, order, signal)
      return workBetween(own, { ...order, head })
    },
    between: async (order) => workBetween(await roomOf(order.folder), order),
    async hunks({ folder, base, head, path }) {
      const room = await roomOf(folder)
      const file = (await diffSnapshots(room, base, head)).find((one) => one.path === path)
      if (file === undefined) throw new AppError('not_found', `${path} is not among the files that changed.`)
      return diffFile(room, base, head, file)
    },
  }
}

/** The commits that a commit was made from, in order. */
export async function parentsOf(room: Room, commit: string): Promise<string[]> {
  const { stdout } = await benchGit(room.git, room.bench, ['rev-parse', `${commit}^@`])
  return stdout.split('\n').filter((line) => line !== '')
}

async function workBetween(
  room: Room,
  { base, head, into }: { base: string; head: string; into: string },
): Promise<Work> {
  const files = (await diffSnapshots(room, base, head)).map(asWorkFile)
  const moreFiles = Math.max(0, files.length - mostWorkFiles)
  return { base, head, into, files: files.slice(0, mostWorkFiles), moreFiles }
}

function asWorkFile({ path, oldPath, status, binary, added, removed }: FileDiff): WorkFile {
  const state = status === 'modified' || status === 'type_changed' ? 'changed' : status
  return { path, oldPath, state, binary, added, removed }
}
