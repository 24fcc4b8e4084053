import { AppError } from '../../../contract/app-error.ts'
import { benchGit, withTemporaryIndex } from './bench.ts'
import { diffSnapshots, type FileDiff, filePatch } from './diff-snapshots.ts'
import type { Room } from './room.ts'
import { withEntries } from './stored-form.ts'
import type { TreeEntry } from './tree-changes.ts'

/** A file of `diffSnapshots` that is wanted: all of it, or the hunks of `diffFile` with these places, from 0. */
export type Taken = { path: string; hunks: 'all' | readonly number[] }

/**
 * The tree that has everything of `base` and of `theirs` only what is taken. Throws AppError `not_found` for a file or
 * hunk that is not among the changes.
 */
export async function composeTree(
  room: Room,
  { base, theirs, take }: { base: string; theirs: string; take: readonly Taken[] },
): Promise<string> {
  const files = new Map((await diffSnapshots(room, base, theirs)).map((file) => [file.path, file]))
  const whole: [string, TreeEntry][] = []
  const patches: string[] = []
  for (const { path, hunks } of take) {
    const file = files.get(path)
    if (!file)
      throw new AppError('not_found', `${path} is not among the changes any more. Look at them again.`)
    // A file that becomes a link, or has no lines, is taken as a whole or not at all.
    const indivisible = file.binary || file.status === 'type_changed'
    if (hunks === 'all' || (indivisible && hunks.length > 0)) whole.push(...entriesOf(file))
    else if (hunks.length > 0)
      patches.push(choose(file, await filePatch(room, base, theirs, file), new Set(hunks)))
  }
  const started = await withEntries(room, base, whole)
  if (patches.length === 0)
    return (await benchGit(room.git, room.bench, ['rev-parse', `${started}^{tree}`])).stdout.trim()
  return withTemporaryIndex(room.bench, async (index) => {
    await benchGit(room.git, room.bench, ['read-tree', started], { index })
    const input = Buffer.from(patches.join(''), 'latin1')
    await benchGit(room.git, room.bench, ['apply', '--cached', '--whitespace=nowarn', '-'], { index, input })
    return (await benchGit(room.git, room.bench, ['write-tree', '--missing-ok'], { index })).stdout.trim()
  })
}

function entriesOf({ path, oldPath, newMode, newBlob }: FileDiff): [string, TreeEntry][] {
  const entry = newMode !== null && newBlob !== null ? { mode: newMode, blob: newBlob } : null
  return [...(oldPath === null ? [] : [[oldPath, null] as [string, TreeEntry]]), [path, entry]]
}

/** The patch with these hunks only. Where the others would have moved lines, the places are counted anew. */
function choose(file: FileDiff, patch: string, wanted: ReadonlySet<number>): string {
  // No line of a hunk begins with “@@”: its first character says what becomes of it.
  const [header = '', ...hunks] = patch.split(/^(?=@@ )/m)
  const missing = [...wanted].find((at) => hunks[at] === undefined)
  if (missing !== undefined) {
    throw new AppError(
      'not_found',
      `${file.path} has no part ${missing + 1} any more. Look at its changes again.`,
    )
  }
  let shift = 0
  const chosen = hunks.flatMap((hunk, at) => {
    if (!wanted.has(at)) return []
    const found = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(hunk)
    if (!found) throw new Error(`no hunk: ${hunk.slice(0, 80)}`)
    const [range, oldStart, oldLines = '1', , newLines = '1'] = found
    // A side without lines is named by the line before it.
    const offset = Number(newLines === '0') - Number(oldLines === '0')
    const start = Number(oldStart) + shift - offset
    shift += Number(newLines) - Number(oldLines)
    return [`@@ -${oldStart},${oldLines} +${start},${newLines} @@${hunk.slice(range.length)}`]
  })
  return header + chosen.join('')
}
