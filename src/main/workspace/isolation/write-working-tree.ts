import { accessSync, constants, lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { AppError } from '../../../contract/app-error.ts'
import { hasCode } from '../describe-file-error.ts'
import { benchGit, withTemporaryIndex } from './bench.ts'
import { wayTo } from './disk-entry.ts'
import { listWorkingTree, type WorkingTree } from './list-working-tree.ts'
import { joinNul, nameText, splitNul } from './nul-list.ts'
import type { Room } from './room.ts'
import { keepIndex, seedIndex, takeIndex } from './seed-index.ts'

/** The working tree as a git tree. Paths are `/`-separated, below the room's root. */
export type WrittenTree = {
  tree: string
  /** Submodules: the tree names their commits, not what is in them. */
  submodules: string[]
  /** Not in the tree: repositories inside it, files that may not be read, and names that git does not take. */
  leftOut: string[]
}

/** Files that come and go while they are read make git fail; then it looks again, as often as this. */
const TRIES = 3

/**
 * Writes the working tree as it is on the disk, byte for byte, into a tree: tracked and untracked, without what is
 * ignored. Only the objects of the repository grow by it. Throws AppError as `Git.run` does.
 */
export async function writeWorkingTree(room: Room, signal?: AbortSignal): Promise<WrittenTree> {
  for (let left = TRIES; ; left--) {
    try {
      return await withTemporaryIndex(room.bench, (theirs) =>
        withTemporaryIndex(room.bench, (index) => writeOnce(room, { theirs, index }, signal)),
      )
    } catch (error) {
      if (left === 1 || signal?.aborted || !cameAndWent(error)) throw error
    }
  }
}

const cameAndWent = (error: unknown): boolean =>
  /No such file or directory|unable to (stat|index|read)|changed while|does not exist/i.test(
    (error as AppError).message,
  )

async function writeOnce(
  room: Room,
  { theirs, index }: { theirs: string; index: string },
  signal?: AbortSignal,
): Promise<WrittenTree> {
  const run = (args: string[], input?: Uint8Array) =>
    benchGit(room.git, room.bench, args, {
      index,
      workTree: room.root,
      input,
      signal,
      encoding: 'latin1',
      timeout: 600_000,
    })
  // Before anything is looked at, and looked at alone: what changes later makes another state.
  const state = await takeIndex(room, theirs)
  const tree = await listWorkingTree(room, { index: theirs, signal })
  const seed = await seedIndex(room, state, tree, index)
  await run(['add', '--update', '--sparse', '.'])
  const { readable, closed } = sortByAccess(room, tree.untracked)
  const returned = seed === 'last' ? await followIndex(room, tree, run) : []
  const added = await run(
    ['update-index', '-z', '--add', '--remove', '--replace', '--stdin'],
    joinNul([...readable, ...returned]),
  )
  // A clone that fetches contents as they are needed lacks some on purpose.
  const written = (await run(['write-tree', '--missing-ok'])).stdout.trim()
  await keepIndex(room, state, index)
  const refused = [...added.stderr.matchAll(/^Ignoring path (.*)$/gm)].map(([, name = '']) => name)
  const submodules = tree.tracked.filter(({ mode }) => mode === '160000')
  return {
    tree: written,
    submodules: submodules.map(({ name }) => nameText(name)),
    leftOut: [...tree.nested, ...closed].map(nameText).concat(refused),
  }
}

/** Files of other users, as containers leave them, would make git give up. */
function sortByAccess(room: Room, names: readonly string[]): { readable: string[]; closed: string[] } {
  const closed = new Set(names.filter((name) => isClosed(join(room.root, nameText(name)))))
  return { readable: names.filter((name) => !closed.has(name)), closed: [...closed] }
}

function isClosed(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return false
  } catch (error) {
    return (
      hasCode(error, 'EACCES', 'EPERM') && (lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false)
    )
  }
}

/**
 * Brings the last index to the names of today: takes out what is ignored by now, puts back submodules, and returns
 * files of the person's index that were away the last time and are there again.
 */
async function followIndex(
  room: Room,
  tree: WorkingTree,
  run: (args: string[], input?: Uint8Array) => Promise<{ stdout: string }>,
): Promise<string[]> {
  const last = new Set(splitNul((await run(['ls-files', '-z'])).stdout))
  const known = new Set([...tree.untracked, ...tree.tracked.map(({ name }) => name)])
  const others = [...last].filter((name) => !known.has(name))
  if (others.length > 0) await run(['update-index', '-z', '--force-remove', '--stdin'], joinNul(others))
  const returned: string[] = []
  const submodules: string[] = []
  for (const { name, mode, id } of tree.tracked) {
    if (last.has(name) || (await wayTo(room.root, nameText(name))) !== null) continue
    const stats = lstatSync(join(room.root, nameText(name)), { throwIfNoEntry: false })
    if (mode === '160000' && stats?.isDirectory()) submodules.push(`${mode} ${id} 0\t${name}`)
    else if (stats?.isFile() || stats?.isSymbolicLink()) returned.push(name)
  }
  if (submodules.length > 0) await run(['update-index', '-z', '--index-info'], joinNul(submodules))
  return returned
}
