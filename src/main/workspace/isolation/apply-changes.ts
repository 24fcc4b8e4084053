import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../../contract/app-error.ts'
import { hasCode } from '../describe-file-error.ts'
import { removeOldDrafts } from '../edit-draft.ts'
import { inWords } from '../files.ts'
import { withPinnedFolder } from '../pin-folder.ts'
import { benchGit, withTemporaryIndex } from './bench.ts'
import { diskHolds } from './disk-entry.ts'
import { joinNul, nameBytes } from './nul-list.ts'
import { deleteEntry, placeEntry, removeEmptyAbove } from './place-entry.ts'
import type { Room } from './room.ts'
import type { TreeChange } from './tree-changes.ts'

/** What came of it: `done` are the paths that hold what they should, `left` those that hold something else. */
export type Applied = { done: string[]; left: string[] }

/** The other way round. */
export function reversed(changes: readonly TreeChange[]): TreeChange[] {
  return changes.map(({ path, before, after }) => ({ path, before: after, after: before }))
}

/** The paths at which the disk does not hold what is there before the changes. */
export async function differingPaths(room: Room, changes: readonly TreeChange[]): Promise<string[]> {
  const touched = touchedPaths(changes)
  const differing: string[] = []
  for (const { path, before } of changes) {
    if (!(await holds(room, path, before, touched))) differing.push(path)
  }
  return differing
}

/**
 * Brings each path from `before` to `after`: first what goes, then what comes. A path that is there already is done;
 * one that holds neither is left alone, and with `stop` nothing further is done then. `staging` is a folder of ours
 * for the new contents, deleted at the end.
 */
export async function applyChanges(
  room: Room,
  changes: readonly TreeChange[],
  { staging, stop }: { staging: string; stop: boolean },
): Promise<Applied> {
  const touched = touchedPaths(changes)
  const result: Applied = { done: [], left: [] }
  const goingFirst = changes.toSorted(
    (one, other) => Number(one.after !== null) - Number(other.after !== null),
  )
  try {
    await stage(room, changes, staging)
    for (const change of goingFirst) {
      const fine = await applyOne(room, change, touched, staging)
      ;(fine ? result.done : result.left).push(change.path)
      if (!fine && stop) break
    }
    return result
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** Deletes drafts of these files that a killed landing left. */
export async function removeDrafts(room: Room, changes: readonly TreeChange[]): Promise<void> {
  for (const { path } of changes) {
    const target = join(room.root, path)
    try {
      await withPinnedFolder(dirname(target), (folder) =>
        removeOldDrafts(folder, path.slice(path.lastIndexOf('/') + 1), Number.POSITIVE_INFINITY),
      )
    } catch (error) {
      // No folder, or another one by now: no draft of ours is in it.
      if (!(error instanceof AppError) && !hasCode(error, 'ENOENT', 'ENOTDIR')) throw error
    }
  }
}

async function applyOne(
  room: Room,
  { path, before, after }: TreeChange,
  touched: ReadonlySet<string>,
  staging: string,
): Promise<boolean> {
  const asExpected = () => holds(room, path, before, touched)
  if (!(await holds(room, path, after, touched))) {
    if (after !== null) return placeEntry(room, path, after, join(staging, path), asExpected)
    if (!(await asExpected())) return false
    await deleteEntry(room, path)
  }
  // Also when a kill came right after the deletion.
  if (after === null) await removeEmptyAbove(room, path)
  return true
}

/** As `diskHolds`; what the file system refuses is said in words. */
const holds: typeof diskHolds = (room, path, entry, touched) =>
  inWords({ real: join(room.root, path), shown: path }, () => diskHolds(room, path, entry, touched))

const touchedPaths = (changes: readonly TreeChange[]): Set<string> => new Set(changes.map(({ path }) => path))

/** Writes the new contents into `staging`, as they are in the tree. */
async function stage(room: Room, changes: readonly TreeChange[], staging: string): Promise<void> {
  await rm(staging, { recursive: true, force: true })
  await mkdir(staging, { recursive: true })
  const lines = changes.flatMap(({ path, after }) =>
    after === null ? [] : [`${after.mode} ${after.blob} 0\t${nameBytes(path)}`],
  )
  if (lines.length === 0) return
  await withTemporaryIndex(room.bench, async (index) => {
    const run = (args: string[], input?: Uint8Array) =>
      benchGit(room.git, room.bench, args, { index, workTree: staging, input, timeout: 600_000 })
    await run(['update-index', '-z', '--index-info'], joinNul(lines))
    await run(['checkout-index', '--all', '--force', '--quiet'])
  })
}
