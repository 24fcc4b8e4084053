import { AppError } from '../../../contract/app-error.ts'
import { benchGit, setRef, tidyBench } from './bench.ts'
import { type Operation, operationInProgress } from './operation-in-progress.ts'
import type { Room, ShadowReason } from './room.ts'
import { waitForIndex } from './wait-for-index.ts'
import { writeWorkingTree } from './write-working-tree.ts'

/** A working tree as it was at one moment. `commit` and `tree` are object ids. */
export type Snapshot = {
  /** Without `refs/treeline/`. */
  ref: string
  commit: string
  tree: string
  /** Milliseconds since 1970, in whole seconds. */
  at: number
  message: string
}

/** A snapshot that was just taken, and what one should know about it. */
export type TakenSnapshot = Snapshot & {
  /** Set when it lies in a repository of ours, since the folder has none or one without commits. */
  shadow: ShadowReason | null
  /** The commit that was checked out; null in a shadow. */
  head: string | null
  /** What the person's git was in the middle of. */
  inProgress: Operation | null
  /** Submodules: the snapshot names their commits, not what is in them. */
  submodules: string[]
  /** Not in the snapshot: nested repositories, files that may not be read, and names that git does not take. */
  leftOut: string[]
}

const PREFIX = 'refs/treeline/'

/**
 * Keeps the whole working tree of the room as it is on the disk: uncommitted and untracked files, without what is
 * ignored; exact bytes, mode bits and links. The person's index, branches, stash, settings and logs are not touched.
 * An older snapshot with the same ref is replaced, or with `reuse` stays as it is when it holds the same. Throws
 * AppError `bad_request` for a ref that cannot be, `conflict` while another git works there, `workspace_unavailable`
 * in git's words.
 */
export async function takeSnapshot(
  room: Room,
  { ref, message, reuse, signal }: { ref: string; message: string; reuse?: boolean; signal?: AbortSignal },
): Promise<TakenSnapshot> {
  checkRef(ref)
  await waitForIndex(room, signal)
  const { tree, submodules, leftOut } = await writeWorkingTree(room, signal)
  const head = room.shadow === null ? await headCommit(room) : null
  const known = reuse === true ? await findSnapshot(room, ref) : null
  const parents = head === null ? [] : [head]
  const kept = known?.tree === tree ? known : await keepTree(room, { ref, tree, message, parents })
  return { ...kept, shadow: room.shadow, head, inProgress: operationInProgress(room), submodules, leftOut }
}

/**
 * Keeps a tree that is there already, such as a merged one, as a snapshot. `parents` are commits. Throws as
 * `takeSnapshot`.
 */
export async function keepTree(
  room: Room,
  {
    ref,
    tree,
    message,
    parents = [],
  }: { ref: string; tree: string; message: string; parents?: readonly string[] },
): Promise<Snapshot> {
  checkRef(ref)
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-']
  const commit = (await benchGit(room.git, room.bench, args, { input: message })).stdout.trim()
  await setRef(room.git, room.refsDir, PREFIX + ref, commit)
  const kept = await findSnapshot(room, ref)
  if (kept !== null) return kept
  throw new AppError('conflict', `The snapshot ${ref} was deleted while it was being taken. Take it again.`)
}

/** The snapshot kept under `ref`; null when there is none. */
export async function findSnapshot(room: Room, ref: string): Promise<Snapshot | null> {
  return (await list(room, PREFIX + ref)).find((snapshot) => snapshot.ref === ref) ?? null
}

/** All snapshots whose ref is `below` or lies below it, oldest first. */
export async function listSnapshots(room: Room, below = ''): Promise<Snapshot[]> {
  return list(room, PREFIX + below)
}

/** Lets go of a snapshot; git deletes what only it held when it next cleans up. Does nothing when it is gone. */
export async function deleteSnapshot(room: Room, ref: string): Promise<void> {
  checkRef(ref)
  await setRef(room.git, room.refsDir, PREFIX + ref, null)
}

/**
 * Lets go of the snapshots below `below` that are older than `olderThan` (milliseconds since 1970) and that `keep`
 * does not want. A shadow is cleaned up too. Returns the refs that went.
 */
export async function pruneSnapshots(
  room: Room,
  {
    below = '',
    olderThan,
    keep = () => false,
  }: { below?: string; olderThan: number; keep?: (ref: string) => boolean },
): Promise<string[]> {
  const old = (await listSnapshots(room, below)).filter(({ at, ref }) => at < olderThan && !keep(ref))
  for (const { ref } of old) await deleteSnapshot(room, ref)
  // Younger ones may belong to a snapshot that is being taken.
  if (room.shadow !== null && old.length > 0)
    await benchGit(room.git, room.bench, ['gc', '--quiet', '--prune=1.hour.ago'], { timeout: 600_000 })
  await tidyBench(room.bench)
  return old.map(({ ref }) => ref)
}

async function list(room: Room, pattern: string): Promise<Snapshot[]> {
  const format = '%(refname)%00%(objectname)%00%(tree)%00%(committerdate:unix)%00%(contents:subject)'
  const args = ['for-each-ref', `--format=${format}`, '--sort=committerdate', pattern.replace(/\/$/, '')]
  const { stdout } = await room.git.run(args, room.refsDir, { env: { GIT_DIR: room.refsDir } })
  return stdout.split('\n').flatMap((line) => {
    const [name = '', commit = '', tree = '', seconds = '', message = ''] = line.split('\0')
    return name === ''
      ? []
      : [{ ref: name.slice(PREFIX.length), commit, tree, at: Number(seconds) * 1000, message }]
  })
}

async function headCommit(room: Room): Promise<string> {
  return (await room.git.run(['rev-parse', '--verify', 'HEAD^{commit}'], room.root)).stdout.trim()
}

function checkRef(ref: string): void {
  const fine = ref
    .split('/')
    .every((part) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(part) && !/\.\.|\.$|\.lock$/.test(part))
  if (!fine)
    throw new AppError(
      'bad_request',
      `“${ref}” cannot name a snapshot: use letters, digits, “-”, “_”, “.” and “/”.`,
    )
}
