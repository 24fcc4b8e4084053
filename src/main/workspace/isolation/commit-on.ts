import { AppError } from '../../../contract/app-error.ts'
import { delay } from '../../base/delay.ts'
import { failpoint } from '../../base/failpoint.ts'
import { mergeWork, resolveTrees } from './merge-work.ts'
import { joinNul, nameBytes } from './nul-list.ts'
import { operationInProgress } from './operation-in-progress.ts'
import type { Room } from './room.ts'
import { storedForm } from './stored-form.ts'
import { type TreeChange, type TreeEntry, treeChanges } from './tree-changes.ts'
import { waitForIndex } from './wait-for-index.ts'

/**
 * `committed`: the branch has the new commit · `nothing`: it holds all of it already · `staged`: the person has
 * something of their own in the index at these paths · `overlap`: at these paths the commit would have to take along
 * changes of the person's that they have not committed.
 */
export type CommitResult =
  | { status: 'committed'; commit: string; branch: string }
  | { status: 'nothing' }
  | { status: 'staged' | 'overlap'; paths: string[]; words: string }

/** What git says when another git holds the index or a branch. */
const LOCKED = /Unable to create .*\.lock/

/** What it says when a branch is not where it was. */
const MOVED = /is at [0-9a-f]+ but expected/

/**
 * Commits on the branch that is checked out what differs between two snapshots, and nothing else of what lies in the
 * folder, in the name of the person as git knows them. Their index gets the same at these paths, no other, so that
 * git shows nothing left over. No hook runs and nothing is signed. Throws AppError `not_supported_here` without
 * branch or commits, and for files with filters; `conflict` in the middle of a merge or rebase, while another git is
 * at work, and when the branch moved meanwhile.
 */
export async function commitOn(
  room: Room,
  { from, to, message }: { from: string; to: string; message: string },
): Promise<CommitResult> {
  const branch = await currentBranch(room)
  await waitForIndex(room)
  const head = (await room.git.run(['rev-parse', '--verify', 'HEAD^{commit}'], room.root)).stdout.trim()
  const stored = await storedForm(room, await resolveTrees(room, { from, to }))
  const merged = await mergeWork(room, { base: stored.from, ours: head, theirs: stored.to })
  if (merged.status === 'conflicts') {
    const paths = merged.conflicts.map(({ path }) => path)
    return {
      status: 'overlap',
      paths,
      words: `Not committed: at ${paths.join(', ')} there are changes of yours in the same places that are not committed.`,
    }
  }
  const changes = await treeChanges(room, head, merged.tree)
  if (changes.length === 0) return { status: 'nothing' }
  const staged = await stagedOtherwise(room, changes)
  if (staged.length > 0) {
    return {
      status: 'staged',
      paths: staged,
      words: `Not committed: you have staged changes of your own at ${staged.join(', ')}. Commit or unstage them first.`,
    }
  }
  const commit = await commitTree(room, { tree: merged.tree, parents: [head], message })
  // The index first: cut off in between, the work is staged, and doing it again finds it so.
  await stage(room, changes)
  failpoint('before:branch.move')
  const args = ['update-ref', '-m', `commit: ${message.split('\n')[0]}`, 'HEAD', commit, head]
  await withRetry(() => room.git.run(args, room.root)).catch((error: unknown) => {
    if (!(error instanceof AppError) || !MOVED.test(error.message)) throw error
    const words = `The branch ${branch} moved while this was being committed. Commit it again.`
    throw new AppError('conflict', words, { cause: error })
  })
  failpoint('after:branch.move')
  return { status: 'committed', commit, branch }
}

/**
 * Makes a commit of any tree in the name of the person as git knows them; it is on no branch. Throws AppError
 * `workspace_unavailable` when git does not know who they are.
 */
export async function commitTree(
  room: Room,
  { tree, parents, message }: { tree: string; parents: readonly string[]; message: string },
): Promise<string> {
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-']
  return (await room.git.run(args, room.root, { input: message })).stdout.trim()
}

/**
 * Makes a branch that stands at `commit`; it is not checked out. Throws AppError `bad_request` for a name that git
 * does not take, `conflict` when there is one of that name.
 */
export async function createBranch(
  room: Room,
  { name, commit }: { name: string; commit: string },
): Promise<void> {
  if (room.shadow !== null)
    throw new AppError('not_supported_here', `${room.root} has no commits that a branch could stand at.`)
  const checked = await room.git.run(['check-ref-format', '--branch', name], room.root, {
    accept: [0, 1, 128],
  })
  if (checked.code !== 0 || name.startsWith('-') || name.startsWith('@'))
    throw new AppError('bad_request', `“${name}” cannot be the name of a branch.`)
  const ref = `refs/heads/${name}`
  const known = await room.git.run(['show-ref', '--verify', '--quiet', ref], room.root, { accept: [0, 1] })
  if (known.code === 0)
    throw new AppError('conflict', `There is a branch “${name}” already. Choose another name.`)
  failpoint('before:branch.move')
  await room.git.run(['update-ref', '--no-deref', ref, commit, '0'.repeat(commit.length)], room.root)
  failpoint('after:branch.move')
}

async function currentBranch(room: Room): Promise<string> {
  if (room.shadow !== null)
    throw new AppError(
      'not_supported_here',
      `${room.root} has no commits yet, so nothing can be committed on top.`,
    )
  const operation = operationInProgress(room)
  if (operation !== null)
    throw new AppError(
      'conflict',
      `Git is in the middle of a ${operation} in ${room.root}. Finish or abort it first.`,
    )
  const branch = await room.git.branch(room.root)
  if (branch === null)
    throw new AppError('not_supported_here', `No branch is checked out in ${room.root}. Check one out first.`)
  return branch
}

/** Paths at which the index holds neither what the branch has nor what it is to have. */
async function stagedOtherwise(room: Room, changes: readonly TreeChange[]): Promise<string[]> {
  const index = await indexEntries(room)
  const same = (one: TreeEntry, other: TreeEntry | undefined) =>
    one === null ? !other : one.blob === other?.blob && one.mode === other.mode
  return changes
    .filter(({ path, before, after }) => !same(before, index.get(path)) && !same(after, index.get(path)))
    .map(({ path }) => path)
}

async function indexEntries(room: Room): Promise<Map<string, NonNullable<TreeEntry>>> {
  const { stdout } = await room.git.run(['ls-files', '-z', '--stage'], room.root)
  return new Map(
    stdout.split('\0').flatMap((entry) => {
      const tab = entry.indexOf('\t')
      const [mode = '', blob = '', stage] = entry.slice(0, tab).split(' ')
      // What is not merged is neither.
      return tab < 0
        ? []
        : [[entry.slice(tab + 1), { mode, blob: stage === '0' ? blob : 'unmerged' }] as const]
    }),
  )
}

async function stage(room: Room, changes: readonly TreeChange[]): Promise<void> {
  const gone = changes
    .filter(({ after }) => after === null)
    .map(({ path, before }) => `0 ${'0'.repeat(before?.blob.length ?? 40)}\t${nameBytes(path)}`)
  const come = changes.flatMap(({ path, after }) =>
    after === null ? [] : [`${after.mode} ${after.blob} 0\t${nameBytes(path)}`],
  )
  await withRetry(() =>
    room.git.run(['update-index', '-z', '--index-info'], room.root, { input: joinNul([...gone, ...come]) }),
  )
}

/** Another git may hold a lock for a moment. */
async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (const pause of [50, 100, 200, 400]) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof AppError) || !LOCKED.test(error.message)) throw error
      await delay(pause, new AbortController().signal)
    }
  }
  return work()
}
