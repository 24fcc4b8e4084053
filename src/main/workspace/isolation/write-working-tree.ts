import type { AppError } from '../../../contract/app-error.ts'
import { benchGit, withTemporaryIndex } from './bench.ts'
import { listWorkingTree, type WorkingTree } from './list-working-tree.ts'
import { joinNul, nameText, splitNul } from './nul-list.ts'
import type { Room } from './room.ts'
import { indexState, keepIndex, seedIndex } from './seed-index.ts'

/** The working tree as a git tree. Paths are `/`-separated, below the room's root. */
export type WrittenTree = {
  tree: string
  /** Submodules: the tree names their commits, not what is in them. */
  submodules: string[]
  /** Repositories in it that it knows nothing of, and files with names that git does not take: not in the tree. */
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
      return await withTemporaryIndex(room.bench, (index) => writeOnce(room, index, signal))
    } catch (error) {
      if (left === 1 || signal?.aborted || !cameAndWent(error)) throw error
    }
  }
}

const cameAndWent = (error: unknown): boolean =>
  /No such file or directory|unable to (stat|index|read)|changed while|does not exist/i.test(
    (error as AppError).message,
  )

async function writeOnce(room: Room, index: string, signal?: AbortSignal): Promise<WrittenTree> {
  const run = (args: string[], input?: Uint8Array) =>
    benchGit(room.git, room.bench, args, {
      index,
      workTree: room.root,
      input,
      signal,
      encoding: 'latin1',
      timeout: 600_000,
    })
  // Before anything is looked at: what changes later makes another state.
  const state = await indexState(room)
  const tree = await listWorkingTree(room, signal)
  const seed = await seedIndex(room, state, tree, index)
  await run(['add', '--update', '--sparse', '.'])
  const added = await run(
    ['update-index', '-z', '--add', '--remove', '--replace', '--stdin'],
    joinNul(tree.untracked),
  )
  if (seed === 'last') await removeOthers(tree, run)
  // A clone that fetches contents as they are needed lacks some on purpose.
  const written = (await run(['write-tree', '--missing-ok'])).stdout.trim()
  await keepIndex(room, state, index)
  const refused = [...added.stderr.matchAll(/^Ignoring path (.*)$/gm)].map(([, name = '']) => name)
  const submodules = tree.tracked.filter(({ mode }) => mode === '160000')
  return {
    tree: written,
    submodules: submodules.map(({ name }) => nameText(name)),
    leftOut: [...tree.nested.map(nameText), ...refused],
  }
}

/** The last index may know files that are ignored by now. */
async function removeOthers(
  tree: WorkingTree,
  run: (args: string[], input?: Uint8Array) => Promise<{ stdout: string }>,
): Promise<void> {
  const known = new Set([...tree.untracked, ...tree.tracked.map(({ name }) => name)])
  const others = splitNul((await run(['ls-files', '-z'])).stdout).filter((name) => !known.has(name))
  if (others.length > 0) await run(['update-index', '-z', '--force-remove', '--stdin'], joinNul(others))
}
