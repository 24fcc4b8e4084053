import { AppError } from '../../../contract/app-error.ts'
import { describeFileError } from '../describe-file-error.ts'
import { applyChanges, differingPaths, removeDrafts, reversed } from './apply-changes.ts'
import { collidingNames, foldsNames } from './colliding-names.ts'
import { beginJournal, endJournal, isSameFolder, readJournal, refuseUnfinished } from './landing-journal.ts'
import { mergeWork, resolveTrees } from './merge-work.ts'
import type { MergeConflict } from './parse-merge.ts'
import type { Room } from './room.ts'
import { MODES, type TreeChange, treeChanges } from './tree-changes.ts'
import { waitForIndex } from './wait-for-index.ts'
import { writeWorkingTree } from './write-working-tree.ts'

/** Two trees or commits, and where to note what is being done: a file of ours, one for each landing. */
export type LandingOrder = { from: string; to: string; journalFile: string; signal?: AbortSignal }

/**
 * `changed`: on the disk these paths are not as `from` says · `blocked`: these cannot be written, `words` says why.
 * In both cases everything is as it was.
 */
export type LandingResult =
  | { status: 'landed'; paths: string[] }
  | { status: 'changed'; paths: string[]; words: string }
  | { status: 'blocked'; paths: string[]; words: string }

/**
 * `left` are paths that somebody changed in between: they were not touched · `elsewhere`: the folder was moved or
 * replaced since.
 */
export type RecoveryResult =
  | { status: 'none' | 'elsewhere' }
  | { status: 'finished' | 'undone'; paths: string[]; left: string[] }

/** `overlap`: later changes are in the same places, and nothing was done. */
export type RevertResult = LandingResult | { status: 'overlap'; conflicts: MergeConflict[]; words: string }

/**
 * Writes into the room's working tree what differs between two trees, if all of it is there as `from` says. Each
 * file is written whole or not at all; no link is followed; index, branch and stash stay as they are. What goes
 * wrong on the way is undone. After a kill, `recoverLanding` finishes or undoes it. Throws AppError `conflict` when
 * that is due or another git is at work, `workspace_unavailable` when files cannot be written.
 */
export async function landTree(
  room: Room,
  { journalFile, signal, ...order }: LandingOrder,
): Promise<LandingResult> {
  await refuseUnfinished(room, journalFile)
  await waitForIndex(room, signal)
  const { from, to } = await resolveTrees(room, { from: order.from, to: order.to })
  const changes = await treeChanges(room, from, to)
  const blocked = await findBlocked(room, changes, to)
  if (blocked !== null) return { status: 'blocked', ...blocked }
  const differing = await differingPaths(room, changes)
  if (differing.length > 0) return changedMeanwhile(differing)
  if (changes.length === 0) return { status: 'landed', paths: [] }
  signal?.throwIfAborted()
  await beginJournal(room, journalFile, { from, to })
  const staging = `${journalFile}.staged`
  const undo = async () => {
    const undone = await applyChanges(room, reversed(changes), { staging, stop: false })
    await endJournal(journalFile)
    return undone.left
  }
  let left: string[]
  try {
    left = (await applyChanges(room, changes, { staging, stop: true })).left
  } catch (error) {
    const why = error instanceof AppError ? error.message : `${describeFileError(error)}.`
    const words = `Not all files could be written into ${room.root}: ${why}`
    await undo().catch((cause: unknown) => {
      const rest = 'Nor could all be put back. Finish or undo it once that is mended.'
      throw new AppError('workspace_unavailable', `${words} ${rest}`, { cause })
    })
    const code = error instanceof AppError ? error.code : 'workspace_unavailable'
    throw new AppError(code, `${words} Everything was put back.`, { cause: error })
  }
  if (left.length > 0) return changedMeanwhile([...new Set([...left, ...(await undo())])])
  await endJournal(journalFile)
  return { status: 'landed', paths: changes.map(({ path }) => path) }
}

/**
 * After a kill in the middle of `landTree`: brings every file that is as it was, or as it should become, to the one
 * or the other. Safe to be killed and called again. In a folder that is another by now nothing is done, and the
 * journal stays: who merges anew from what lies there ends it with `endJournal`. Throws AppError `not_found` when a
 * snapshot is gone.
 */
export async function recoverLanding(
  room: Room,
  { journalFile, how }: { journalFile: string; how: 'finish' | 'undo' },
): Promise<RecoveryResult> {
  const journal = await readJournal(journalFile)
  if (journal === null) return { status: 'none' }
  if (!(await isSameFolder(room, journal))) return { status: 'elsewhere' }
  await resolveTrees(room, { from: journal.from, to: journal.to })
  const changes = await treeChanges(room, journal.from, journal.to)
  await removeDrafts(room, changes)
  const wanted = how === 'finish' ? changes : reversed(changes)
  const { done, left } = await applyChanges(room, wanted, { staging: `${journalFile}.staged`, stop: false })
  await endJournal(journalFile)
  return { status: how === 'finish' ? 'finished' : 'undone', paths: done, left }
}

/**
 * To be called before work is merged anew from what lies in the folder: finishes what a kill left of an earlier landing.
 * What was begun in a folder that is another by now is forgotten, as the new merge is made from what is there.
 */
export async function finishLanding(room: Room, journalFile: string): Promise<void> {
  const { status } = await recoverLanding(room, { journalFile, how: 'finish' })
  if (status === 'elsewhere') await endJournal(journalFile)
}

/**
 * Takes a landing back, and only that: what was changed elsewhere since stays. Returns `overlap` in words when later
 * changes are in the same places. `planned` hears, before anything is written, from which tree to which it will go.
 */
export async function revertLanding(
  room: Room,
  {
    from,
    to,
    journalFile,
    signal,
    planned,
  }: LandingOrder & { planned?(trees: { before: string; after: string }): Promise<void> },
): Promise<RevertResult> {
  await waitForIndex(room, signal)
  const { tree } = await writeWorkingTree(room, signal)
  const merged = await mergeWork(room, { base: to, ours: tree, theirs: from })
  if (merged.status === 'clean') {
    await planned?.({ before: tree, after: merged.tree })
    return landTree(room, { from: tree, to: merged.tree, journalFile, signal })
  }
  const paths = merged.conflicts.map(({ path }) => path)
  const words = `This cannot be taken back by itself, since later changes are in the same places: ${paths.join(', ')}. Nothing was changed.`
  return { status: 'overlap', conflicts: merged.conflicts, words }
}

function changedMeanwhile(paths: string[]): LandingResult {
  const words = `Changed meanwhile, so nothing was written: ${paths.join(', ')}.`
  return { status: 'changed', paths, words }
}

async function findBlocked(
  room: Room,
  changes: readonly TreeChange[],
  to: string,
): Promise<{ paths: string[]; words: string } | null> {
  const submodules = changes.filter(({ before, after }) =>
    [before, after].some((side) => side?.mode === MODES.submodule),
  )
  if (submodules.length > 0)
    return blockedBy(submodules, 'Submodules are not changed from here. Update them with git')
  const outside = changes.filter(({ path }) => room.prefix !== '' && !path.startsWith(`${room.prefix}/`))
  if (outside.length > 0)
    return blockedBy(outside, `These lie outside the folder ${room.prefix} that was opened`)
  const odd = changes.filter(({ path }) => path.split('/').some(isOddName))
  if (odd.length > 0) return blockedBy(odd, 'These names are not possible here')
  if (!changes.some(({ before }) => before === null) || !(await foldsNames(room.bench.path))) return null
  const pair = collidingNames((await treeChanges(room, emptyTree(to), to)).map(({ path }) => path))
  if (pair === null) return null
  return {
    paths: pair,
    words: `${pair[0]} and ${pair[1]} are one and the same name on this disk. Rename one of them.`,
  }
}

const blockedBy = (changes: readonly TreeChange[], why: string) => {
  const paths = changes.map(({ path }) => path)
  return { paths, words: `${why}: ${paths.join(', ')}.` }
}

/** Git lets none of these into a tree; whoever made one by hand gets no further than here. */
function isOddName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || name.toLowerCase() === '.git') return true
  return process.platform === 'win32' && /[\\:*?"<>|]/.test(name)
}

/** The id that git gives a tree without entries, which it knows without having it. */
const emptyTree = (like: string): string =>
  like.length === 64
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
