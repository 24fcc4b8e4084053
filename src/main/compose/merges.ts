import { basename } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import type { Clash, Taken } from '../../contract/work.ts'
import type { Landed, OwnWorktree, WayBack } from '../engine/way-back.ts'
import { matcherOf } from '../workspace/covered-files.ts'
import { setRef } from '../workspace/isolation/bench.ts'
import { composeTree } from '../workspace/isolation/compose-tree.ts'
import { finishLanding, landTree } from '../workspace/isolation/land-tree.ts'
import { mergeWork, resolveTrees } from '../workspace/isolation/merge-work.ts'
import type { MergeConflict } from '../workspace/isolation/parse-merge.ts'
import type { Room } from '../workspace/isolation/room.ts'
import { findSnapshot, keepTree, takeSnapshot } from '../workspace/isolation/snapshots.ts'
import { withEntries } from '../workspace/isolation/stored-form.ts'
import { type TreeChange, treeChanges } from '../workspace/isolation/tree-changes.ts'
import { type Looks, parentsOf } from './looks.ts'

type Lists = readonly (readonly string[])[]

/** Merging a task's work with what lies in the folder it is to go to. */
export type Merges = Pick<WayBack, 'outside' | 'merge' | 'bring'>

/** Makes the functions that merge. `journalOf` names the file in which a landing of a task is noted. */
export function createMerges({
  roomOf,
  journalOf,
  ownWork,
}: {
  roomOf(folder: string): Promise<Room>
  journalOf(taskId: string): string
  ownWork: Looks['ownWork']
}): Merges {
  return {
    async outside({ folder, base, head, lists }) {
      const room = await roomOf(folder)
      return beyond(room, await treeChanges(room, base, head), lists).map(({ path }) =>
        belowFolder(room, path),
      )
    },

    async merge({ head, take, lists, landed, ...order }, signal) {
      const { taskId, displayId, base } = order
      const [own, other] = [await roomOf(order.folder), await roomOf(order.into)]
      const journalFile = journalOf(taskId)
      await finishLanding(other, journalFile)
      await finishLanding(await roomOf(own.root), `${journalFile}.own`)
      const whole = head ?? (await ownWork(own, order, signal)).commit
      const { commit, left } = await part(own, order, whole, take, lists)
      const before = await takeSnapshot(other, {
        ref: `tasks/${taskId}/before`,
        message: `Before the work of ${displayId} was taken over`,
        reuse: true,
        signal,
      })
      const merged = await mergeWork(other, {
        base,
        ours: before.commit,
        theirs: commit,
        names: { ours: 'others', theirs: displayId },
      })
      const common = { before: before.commit, own: commit, tree: merged.tree, left }
      if (merged.status === 'conflicts')
        return { ...common, status: 'clash', conflicts: inWords(merged.conflicts) }
      const trees = await resolveTrees(own, { own: commit, base })
      const news = merged.tree !== before.tree
      const untold =
        !news && trees.own !== trees.base ? await untoldLanding(other, taskId, before.tree) : null
      return {
        ...common,
        status: 'clean',
        news,
        asIs: merged.tree === trees.own,
        landed: untold?.after === landed ? null : untold,
      }
    },

    async bring({ taskId, displayId, folder, before, own: mine, tree, base }, signal) {
      // All of it is the task's own: what others did outside of the folder that is open comes too.
      const own = await roomOf((await roomOf(folder)).root)
      // What lies there now stays findable, whatever it is.
      const lies = await takeSnapshot(own, {
        ref: `tasks/${taskId}/lay`,
        message: `What lay in the worktree of ${displayId}`,
        reuse: true,
        signal,
      })
      const { commit } = await keepTree(own, {
        ref: `tasks/${taskId}/merged`,
        tree,
        message: `The work of ${displayId}, with that of others`,
        parents: [before, mine, base],
      })
      const journalFile = `${journalOf(taskId)}.own`
      const written = await landTree(own, { from: lies.tree, to: tree, journalFile, signal })
      if (written.status === 'blocked') throw new AppError('conflict', written.words)
      if (written.status !== 'landed') return null
      // Should the worktree be lost, this is what it is made again from.
      await setRef(own.git, own.refsDir, `refs/treeline/tasks/${taskId}/work`, commit)
      return commit
    },
  }
}

/** What changed from one commit of a folder to another. */
export async function landedBetween(room: Room, before: string, after: string): Promise<Landed> {
  const changes = await treeChanges(room, before, after)
  const files = changes.map(({ path, before: was, after: is }) => ({
    path,
    change: was === null ? ('added' as const) : is === null ? ('deleted' as const) : ('changed' as const),
  }))
  return { before, after, files }
}

/** The latest landing of a task, where the folder holds all of it: cut off, it may have been told to nobody. */
async function untoldLanding(other: Room, taskId: string, tree: string): Promise<Landed | null> {
  const after = await findSnapshot(other, `tasks/${taskId}/after`)
  const [before] = after === null ? [] : await parentsOf(other, after.commit)
  if (after === null || before === undefined) return null
  const merged = await mergeWork(other, { base: before, ours: tree, theirs: after.commit })
  if (merged.status === 'conflicts' || merged.tree !== tree) return null
  return landedBetween(other, before, after.commit)
}

/** The commit that holds what is taken of a piece of work, and the paths of which not everything is. */
async function part(
  own: Room,
  { taskId, displayId, base }: OwnWorktree,
  whole: string,
  take: Taken | null,
  lists: Lists,
): Promise<{ commit: string; left: string[] }> {
  const chosen = take === null ? whole : await composeTree(own, { base, theirs: whole, take })
  const off = lists.length === 0 ? [] : beyond(own, await treeChanges(own, base, chosen), lists)
  const tree = await withEntries(
    own,
    chosen,
    off.map(({ path, before }) => [path, before] as const),
  )
  const left = (await treeChanges(own, tree, whole)).map(({ path }) => path)
  if (left.length === 0) return { commit: whole, left }
  const ref = `tasks/${taskId}/taken`
  const known = await findSnapshot(own, ref)
  const { tree: wanted } = await resolveTrees(own, { tree })
  if (known?.tree === wanted) return { commit: known.commit, left }
  const message = `What is taken of what ${displayId} did`
  return { commit: (await keepTree(own, { ref, tree: wanted, message, parents: [whole] })).commit, left }
}

/** Those of the changes that do not match one glob of each list. A glob that cannot be read covers nothing. */
function beyond(room: Room, changes: readonly TreeChange[], lists: Lists): TreeChange[] {
  const matchers = lists.map((list) =>
    list.flatMap((glob) => {
      try {
        return [matcherOf(glob)]
      } catch (error) {
        if (error instanceof AppError) return []
        throw error
      }
    }),
  )
  const covered = (path: string) =>
    (room.prefix === '' || path.startsWith(`${room.prefix}/`)) &&
    matchers.every((list) => list.some((matches) => matches(belowFolder(room, path))))
  return changes.filter(({ path }) => !covered(path))
}

/** Globs are relative to the folder that is open, which may lie below the top of its repository. */
const belowFolder = ({ prefix }: Room, path: string): string =>
  prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : path

/** What clashes, for whoever has to bring both together. */
function inWords(conflicts: readonly MergeConflict[]): Clash[] {
  return conflicts.map((conflict) => ({ path: conflict.path, words: wordsOf(conflict) }))
}

function wordsOf({ kind, path, ours: other, theirs: own }: MergeConflict): string {
  switch (kind) {
    case 'content':
    case 'add/add':
      return 'both changed the same lines; look for the markers.'
    case 'binary':
      return 'both changed it, and it is no text: decide which one stays.'
    case 'delete/modify':
      return own === null
        ? 'you deleted it, they changed it: decide whether it stays.'
        : 'they deleted it, you changed it: decide whether it stays.'
    case 'rename/rename':
    case 'rename/delete':
      return `one of you renamed it${other === null ? '' : ` (${basename(other.path)})`}: decide where ${basename(path)} belongs.`
    default:
      return 'both changed it in ways that do not go together: look at it.'
  }
}
