import { lstat, mkdir, readdir, realpath, rmdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../../../contract/app-error.ts'
import { failpoint } from '../../base/failpoint.ts'
import { describeFileError, hasCode } from '../describe-file-error.ts'
import { makeFolders } from '../pin-folder.ts'
import { benchGit } from './bench.ts'
import { collidingNames, foldsNames } from './colliding-names.ts'
import { copyIgnored, leftOutWords } from './copy-ignored.ts'
import { discardWorktree } from './discard-worktree.ts'
import { isInside } from './is-inside.ts'
import { listWorkingTree } from './list-working-tree.ts'
import { joinNul, nameText, splitNul } from './nul-list.ts'
import { type Room, whyNoWorktrees } from './room.ts'
import { type WorktreeEntry, worktreeEntries, writeRecord } from './worktree-record.ts'
import { describeWorktree } from './worktrees.ts'

/** A worktree that is ready for work, and what one should know about it. */
export type CreatedWorktree = {
  /** Its real path. */
  path: string
  /** The folder in it that stands for the one the room was opened with. */
  folder: string
  /** False when it was there already. */
  created: boolean
  /** Ignored files that were copied. */
  copied: string[]
  /** What is otherwise than in the folder it was made from, in words for people. */
  notes: string[]
}

/**
 * Makes a worktree at `path`, which must lie in the room's data folder, with the files of `snapshot` (a commit from
 * `takeSnapshot`) exactly as they were, detached from every branch, and copies the ignored files and folders that fit `copy`; what cannot be copied is in the notes.
 * Called again, it finishes or repeats what was cut off, and returns a worktree that is there already as it is;
 * one of another snapshot is made anew if nobody has worked in it.
 * Hooks, filters and git LFS do not run: pointers stay pointers. Throws AppError `not_supported_here` where there
 * can be no worktrees, `conflict` when something else or other work is at `path`, `bad_request` for a `path` elsewhere.
 * Rejects with the signal's reason.
 */
export async function createWorktree(
  room: Room,
  {
    snapshot,
    path: wanted,
    copy = [],
    signal,
  }: { snapshot: string; path: string; copy?: readonly string[]; signal?: AbortSignal },
): Promise<CreatedWorktree> {
  const why = whyNoWorktrees(room)
  if (why !== null) throw new AppError('not_supported_here', why)
  const path = await realPlace(room, wanted)
  const notes: string[] = []
  const all = await worktreeEntries(room)
  const around = all.find((entry) => isInside(entry.path, path))
  if (around)
    throw new AppError(
      'bad_request',
      `${path} lies in the worktree ${around.path}. Choose a place outside it.`,
    )
  const known = all.find((entry) => entry.path === path)
  const ready = known && (await isReady(room, known, snapshot))
  if (known && ready)
    return {
      path,
      folder: join(path, room.prefix),
      created: false,
      copied: known.record?.copied ?? [],
      notes,
    }
  if (known) await discardWorktree(room, known)
  await refuseWhatIsThere(path)

  const { stdout } = await benchGit(room.git, room.bench, ['ls-tree', '-r', '-z', '--full-tree', snapshot], {
    encoding: 'latin1',
  })
  const entries = splitNul(stdout).map((entry) => ({
    submodule: entry.startsWith('160000'),
    name: entry.slice(entry.indexOf('\t') + 1),
  }))
  await refuseCollisions(
    room,
    entries.map(({ name }) => nameText(name)),
  )
  const submodules = entries.filter(({ submodule }) => submodule).map(({ name }) => nameText(name))
  if (submodules.length > 0)
    notes.push(`The folders of submodules are empty there: ${submodules.join(', ')}.`)

  const adminDir = await addWorktree(room, path, snapshot)
  await fill(room, path, adminDir, snapshot, notes)
  const { copied, leftOut } = await copyIgnored(room, path, copy, signal)
  if (leftOut.length > 0) notes.push(leftOutWords(leftOut))
  const folder = join(path, room.prefix)
  await makeFolders(folder)
  await writeRecord(adminDir, { snapshot, copied })
  return { path, folder, created: true, copied, notes }
}

/** The real path of a place in the data folder, whose own folders are made. */
async function realPlace(room: Room, wanted: string): Promise<string> {
  const refuse = () =>
    new AppError('bad_request', `A worktree must lie in ${room.dataFolder}, which ${wanted} does not.`)
  const place = resolve(room.dataFolder, wanted)
  if (!isInside(room.dataFolder, place)) throw refuse()
  await mkdir(dirname(place), { recursive: true })
  const path = join(await realpath(dirname(place)), basename(place))
  if (!isInside(room.dataFolder, path)) throw refuse()
  return path
}

/**
 * Whether the worktree can be used as it is; false when it is to be made again. Throws for one that was made from
 * another snapshot and worked in since.
 */
async function isReady(room: Room, entry: WorktreeEntry, snapshot: string): Promise<boolean> {
  const there = await lstat(join(entry.path, '.git')).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false
      throw error
    },
  )
  if (entry.record === null || !there) return false
  if (entry.record.snapshot === snapshot) return true
  if ((await describeWorktree(room, entry.path)).state === 'clean') return false
  throw new AppError(
    'conflict',
    `There is work in the worktree at ${entry.path}, which was made from another snapshot. Take it over or remove it first, or choose another place.`,
  )
}

async function refuseWhatIsThere(path: string): Promise<void> {
  try {
    if ((await readdir(path)).length === 0) return await rmdir(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    if (!hasCode(error, 'ENOTDIR'))
      throw new AppError('workspace_unavailable', `${path}: ${describeFileError(error)}.`, { cause: error })
  }
  throw new AppError(
    'conflict',
    `There is something at ${path} already that is no worktree of this repository, so it was left alone. Move it away, or choose another place.`,
  )
}

async function refuseCollisions(room: Room, names: string[]): Promise<void> {
  if (!(await foldsNames(room.dataFolder))) return
  const pair = collidingNames(names)
  if (pair === null) return
  throw new AppError(
    'not_supported_here',
    `${pair[0]} and ${pair[1]} are one and the same name on this disk, so no worktree can hold both. Rename one of them.`,
  )
}

/** Git's books first, then the folder: as `git worktree add` does it. Returns git's folder for it. */
async function addWorktree(room: Room, path: string, snapshot: string): Promise<string> {
  failpoint('before:worktree.add')
  await room.git.run(['worktree', 'add', '--quiet', '--no-checkout', '--detach', path, snapshot], room.root)
  failpoint('after:worktree.add')
  const entry = (await worktreeEntries(room)).find((one) => one.path === path)
  if (entry) return entry.adminDir
  throw new AppError(
    'workspace_unavailable',
    `Git made a worktree at ${path}, but it is not in its books. Remove that folder and try again.`,
  )
}

/** Writes the files from the bench, so that nothing is converted or run, and leaves out what a sparse checkout does. */
async function fill(
  room: Room,
  path: string,
  adminDir: string,
  snapshot: string,
  notes: string[],
): Promise<void> {
  const index = join(adminDir, 'index')
  const run = (args: string[], input?: Uint8Array) =>
    benchGit(room.git, room.bench, args, { index, workTree: path, input, timeout: 600_000 })
  failpoint('before:worktree.fill')
  await run(['read-tree', snapshot])
  const skipped = (await listWorkingTree(room)).tracked.filter((file) => file.skipped)
  if (skipped.length > 0) {
    await run(['update-index', '-z', '--skip-worktree', '--stdin'], joinNul(skipped.map(({ name }) => name)))
    notes.push(`As in ${room.root}, ${skipped.length} files are not checked out (sparse checkout).`)
  }
  await run(['checkout-index', '--all', '--force', '--index', '--quiet'])
  failpoint('after:worktree.fill')
}
