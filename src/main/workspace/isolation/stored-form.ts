import { AppError } from '../../../contract/app-error.ts'
import { benchGit, settingsEnvironment, withTemporaryIndex } from './bench.ts'
import { joinNul, nameBytes, splitNul } from './nul-list.ts'
import { readBlob } from './read-blob.ts'
import type { Room } from './room.ts'
import { type TreeChange, type TreeEntry, treeChanges } from './tree-changes.ts'

/** Contents without line ends of two characters are the same in the repository and on the disk. */
const CRLF = Buffer.from('\r\n')

/**
 * Two trees of snapshots, which hold the bytes of the disk, as the person's git stores them: where it converts line
 * ends, the contents that differ are converted. Throws AppError `not_supported_here` for files with a filter, such as
 * git LFS, since a filter is a program of the repository's.
 */
export async function storedForm(
  room: Room,
  { from, to }: { from: string; to: string },
): Promise<{ from: string; to: string }> {
  const changes = await treeChanges(room, from, to)
  await refuseFilters(room, changes)
  const convert = async (entry: TreeEntry, path: string): Promise<TreeEntry> => {
    if (entry === null || !entry.mode.startsWith('100')) return entry
    const { content } = await readBlob(room, entry.blob, 64 * 1024 * 1024)
    if (content === null || content.indexOf(CRLF) < 0) return entry
    // The repository's filters are named in its attributes; there are none at these paths.
    const args = ['hash-object', '-w', '--stdin', `--path=${path}`]
    const env = settingsEnvironment({ 'core.safecrlf': 'false' })
    return {
      mode: entry.mode,
      blob: (await room.git.run(args, room.root, { input: content, env })).stdout.trim(),
    }
  }
  const before: [string, TreeEntry][] = []
  const after: [string, TreeEntry][] = []
  for (const change of changes) {
    before.push([change.path, await convert(change.before, change.path)])
    after.push([change.path, await convert(change.after, change.path)])
  }
  return { from: await withEntries(room, from, before), to: await withEntries(room, to, after) }
}

/** The tree with these entries in place of its own; null takes one out. */
export async function withEntries(
  room: Room,
  tree: string,
  entries: readonly (readonly [path: string, entry: TreeEntry])[],
): Promise<string> {
  if (entries.length === 0) return tree
  const lines = (wanted: boolean) =>
    entries
      .filter(([, entry]) => (entry !== null) === wanted)
      .map(
        ([path, entry]) =>
          `${entry ? `${entry.mode} ${entry.blob} 0` : `0 ${'0'.repeat(tree.length)}`}\t${nameBytes(path)}`,
      )
  return withTemporaryIndex(room.bench, async (index) => {
    await benchGit(room.git, room.bench, ['read-tree', tree], { index })
    // What goes first: a file may take a folder's place.
    const input = joinNul([...lines(false), ...lines(true)])
    await benchGit(room.git, room.bench, ['update-index', '-z', '--index-info'], { index, input })
    return (await benchGit(room.git, room.bench, ['write-tree', '--missing-ok'], { index })).stdout.trim()
  })
}

async function refuseFilters(room: Room, changes: readonly TreeChange[]): Promise<void> {
  const input = joinNul(changes.map(({ path }) => nameBytes(path)))
  const args = ['check-attr', '-z', '--stdin', 'filter', 'working-tree-encoding']
  const fields = splitNul((await room.git.run(args, room.root, { input })).stdout)
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path = '', attribute = '', value = ''] = fields.slice(at, at + 3)
    if (value === 'unspecified' || value === 'unset') continue
    throw new AppError(
      'not_supported_here',
      `${path} has “${attribute}=${value}” in .gitattributes, which Treeline does not apply. Commit it with git yourself.`,
    )
  }
}
