import { mergeWork, resolveTrees } from './merge-work.ts'
import type { MergeConflict } from './parse-merge.ts'
import type { Room } from './room.ts'

/** A piece of work: what it began with and where it stands, as ids of trees or commits. */
export type Head = { id: string; base: string; head: string }

/** Two pieces of work that disagree. */
export type Clash = { ids: readonly [string, string]; conflicts: readonly MergeConflict[] }

/** Merges on trial. Remembers results by the trees' ids, so that only what changed is merged again. */
export type ConflictRadar = {
  /**
   * Merges every two of `heads` and returns those that clash, in the order of `heads`. Heads that changed nothing
   * clash with none. Of heads with different bases, the second's own changes are put on the first's base. Rejects with
   * the signal's reason.
   */
  trialMerge(room: Room, heads: readonly Head[], signal?: AbortSignal): Promise<Clash[]>
}

/** Pairs remembered, of which the oldest are forgotten. */
const MOST_PAIRS = 2_000

export function createConflictRadar(): ConflictRadar {
  const known = new Map<string, readonly MergeConflict[]>()

  const clash = async (room: Room, one: Head, other: Head): Promise<readonly MergeConflict[]> => {
    const key = [room.bench.path, one.base, one.head, other.base, other.head].join(' ')
    const remembered = known.get(key)
    if (remembered) return remembered
    const moved =
      one.base === other.base
        ? other.head
        : (await mergeWork(room, { base: other.base, ours: one.base, theirs: other.head })).tree
    const merged = await mergeWork(room, { base: one.base, ours: one.head, theirs: moved })
    const conflicts = merged.status === 'clean' ? [] : merged.conflicts
    known.set(key, conflicts)
    for (const oldest of known.keys()) {
      if (known.size <= MOST_PAIRS) break
      known.delete(oldest)
    }
    return conflicts
  }

  return {
    async trialMerge(room, heads, signal) {
      const trees: Head[] = []
      for (const { id, base, head } of heads)
        trees.push({ id, ...(await resolveTrees(room, { base, head })) })
      const clashes: Clash[] = []
      for (const [at, one] of trees.entries()) {
        for (const other of trees.slice(at + 1)) {
          if (one.base === one.head || other.base === other.head) continue
          signal?.throwIfAborted()
          const conflicts = await clash(room, one, other)
          if (conflicts.length > 0) clashes.push({ ids: [one.id, other.id], conflicts })
        }
      }
      return clashes
    },
  }
}
