import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../contract/app-error.ts'
import { hasCode } from '../describe-file-error.ts'
import { discardWorktree } from './discard-worktree.ts'
import { isInside } from './is-inside.ts'
import { resolveTrees } from './merge-work.ts'
import { openRoom, type Room } from './room.ts'
import { listSnapshots } from './snapshots.ts'
import { GITS_OWN_LOCK, type WorktreeEntry, worktreeEntries } from './worktree-record.ts'
import { writeWorkingTree } from './write-working-tree.ts'

/**
 * What became of a worktree. `clean`: as it was made · `kept`: changed, and a snapshot holds all of it · `work`:
 * holds work that is in no snapshot · `locked`: somebody locked it (`git worktree lock`) · `gone`: its folder is
 * not there any more · `half`: making or removing it was cut off · `unknown`: there never was one, or git has
 * struck it from its books.
 */
export type WorktreeState = 'clean' | 'kept' | 'work' | 'locked' | 'gone' | 'half' | 'unknown'

/** A worktree of ours and what became of it. */
export type DescribedWorktree = {
  path: string
  state: WorktreeState
  /** The commit it was made from; null when that is not known any more. */
  snapshot: string | null
  /** The tree it holds now; null for a state in which it holds none. */
  tree: string | null
  /** What this means and what to do about it, in words. */
  words: string
}

/** Looks at what is at `path` now; a folder with work in it is read as a snapshot reads it. */
export async function describeWorktree(room: Room, path: string): Promise<DescribedWorktree> {
  const place = await realParent(path)
  const entry = (await worktreeEntries(room)).find((one) => one.path === place)
  if (!entry) {
    const words = `There is no worktree at ${place}.`
    return { path: place, state: 'unknown', snapshot: null, tree: null, words }
  }
  return describeEntry(room, entry)
}

/** All worktrees below the room's data folder, by path. Those of the person are not among them. */
export async function listWorktrees(room: Room): Promise<DescribedWorktree[]> {
  const described: DescribedWorktree[] = []
  for (const entry of await ourEntries(room)) described.push(await describeEntry(room, entry))
  return described
}

/**
 * Removes a worktree of ours. Throws AppError `conflict` in words while it is locked or holds work that is in no
 * snapshot; `workTaken` says that the work is not needed any more. Does nothing when there is none.
 */
export async function removeWorktree(
  room: Room,
  path: string,
  { workTaken = false }: { workTaken?: boolean } = {},
): Promise<void> {
  const place = await realParent(path)
  const entry = (await worktreeEntries(room)).find((one) => one.path === place)
  if (!entry) return
  if (!isInside(room.dataFolder, place)) {
    throw new AppError('not_allowed', `The worktree ${place} was not made by Treeline, so it is not removed.`)
  }
  const { state, words } = await describeEntry(room, entry)
  if (state === 'locked' || (state === 'work' && !workTaken)) throw new AppError('conflict', words)
  await discardWorktree(room, entry)
}

/**
 * Tidies up after crashes and deletions by hand: strikes worktrees from git's books whose folder is gone or that
 * are half made. Those with work in them stay, and so do the person's own. Returns what went.
 */
export async function pruneWorktrees(room: Room): Promise<string[]> {
  const pruned: string[] = []
  for (const entry of await ourEntries(room)) {
    const state = await quickState(entry)
    if (state !== 'gone' && state !== 'half') continue
    await discardWorktree(room, entry)
    pruned.push(entry.path)
  }
  return pruned
}

async function ourEntries(room: Room): Promise<WorktreeEntry[]> {
  return (await worktreeEntries(room)).filter(({ path }) => isInside(room.dataFolder, path))
}

/** What can be told without reading its files; null when they must be read. */
async function quickState({
  path,
  locked,
  record,
}: WorktreeEntry): Promise<'gone' | 'half' | 'locked' | null> {
  if (locked !== null && locked !== GITS_OWN_LOCK) return 'locked'
  if (record === null) return 'half'
  return lstat(join(path, '.git')).then(
    () => null,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return 'gone' as const
      throw error
    },
  )
}

async function describeEntry(room: Room, entry: WorktreeEntry): Promise<DescribedWorktree> {
  const { path, record, locked } = entry
  const common = { path, snapshot: record?.snapshot ?? null, tree: null }
  const quick = await quickState(entry)
  switch (quick) {
    case 'locked':
      return {
        ...common,
        state: quick,
        words: `The worktree ${path} is locked${locked === '' ? '' : `: ${locked}`}. Unlock it with “git worktree unlock” first.`,
      }
    case 'gone':
      return {
        ...common,
        state: quick,
        words: `The worktree ${path} is not there any more: its folder was deleted or moved. What was in no snapshot is lost.`,
      }
    case 'half':
      return {
        ...common,
        state: quick,
        words: `The worktree ${path} is half made or half removed. It is made again when it is needed.`,
      }
    default:
      return { ...common, ...(await readState(room, entry)) }
  }
}

async function readState(
  room: Room,
  { path, record }: WorktreeEntry,
): Promise<Pick<DescribedWorktree, 'state' | 'tree' | 'words'>> {
  const own = await openRoom({ git: room.git, dataFolder: room.dataFolder }, path)
  const { tree } = await writeWorkingTree(own)
  const begun = record === null ? null : (await resolveTrees(room, { begun: record.snapshot })).begun
  if (tree === begun) return { state: 'clean', tree, words: `The worktree ${path} is as it was made.` }
  const kept = (await listSnapshots(room)).some((snapshot) => snapshot.tree === tree)
  if (kept) return { state: 'kept', tree, words: `All work in the worktree ${path} is in a snapshot.` }
  const words = `The worktree ${path} holds work that is in no snapshot. Take a snapshot of it or take its work over before it is removed.`
  return { state: 'work', tree, words }
}

async function realParent(path: string): Promise<string> {
  return join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path))
}
