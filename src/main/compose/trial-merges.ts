import type { TaskId } from '../../contract/ids.ts'
import type { FoundClash, TrialMerges } from '../engine/trial-merges.ts'
import { createConflictRadar } from '../workspace/isolation/conflict-radar.ts'
import type { MergeConflict } from '../workspace/isolation/parse-merge.ts'
import type { Room } from '../workspace/isolation/room.ts'
import { takeSnapshot } from '../workspace/isolation/snapshots.ts'

/**
 * Merges on trial what tasks have in their worktrees, over `createConflictRadar`. Only objects and refs below
 * `refs/treeline/tasks/<task>/radar` are written. `roomOf` opens a folder.
 */
export function createTrialMerges(roomOf: (folder: string) => Promise<Room>): TrialMerges {
  const radar = createConflictRadar()
  const trees = new Map<string, string>()
  const latest = new Map<string, { state: string; clashes: FoundClash[] }>()

  const treeOf = async (
    room: () => Promise<Room>,
    { taskId, folder, stale }: { taskId: TaskId; folder: string; stale: boolean },
    signal: AbortSignal,
  ): Promise<string> => {
    const known = trees.get(folder)
    if (known !== undefined && !stale) return known
    signal.throwIfAborted()
    const ref = `tasks/${taskId}/radar`
    const { tree } = await takeSnapshot(await room(), { ref, message: 'As it was looked at last', signal })
    trees.set(folder, tree)
    return tree
  }

  return {
    async look({ into, tasks }, signal) {
      const room = await roomOf(into.folder)
      const other = await treeOf(async () => room, { ...into, stale: true }, signal)
      const heads: { id: string; base: string; head: string }[] = []
      for (const { base, ...task } of tasks) {
        const head = await treeOf(() => roomOf(task.folder), task, signal)
        heads.push({ id: task.taskId, base, head })
      }
      const state = JSON.stringify([other, heads])
      const before = latest.get(into.folder)
      if (before?.state === state) return before.clashes
      const clashes = (await radar.trialMerge(room, heads, signal)).map(({ ids, conflicts }) =>
        found(ids[0], ids[1], conflicts),
      )
      for (const head of heads) {
        const folder = { id: '', base: head.base, head: other }
        for (const { conflicts } of await radar.trialMerge(room, [head, folder], signal))
          clashes.push(found(head.id, null, conflicts))
      }
      latest.set(into.folder, { state, clashes })
      return clashes
    },
  }
}

function found(one: string, other: string | null, conflicts: readonly MergeConflict[]): FoundClash {
  const paths = [...new Set(conflicts.map(({ path }) => path))].sort()
  return { one: one as TaskId, other: other as TaskId | null, paths }
}
