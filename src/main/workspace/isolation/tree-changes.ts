import { AppError } from '../../../contract/app-error.ts'
import { benchGit } from './bench.ts'
import { nameText, splitNul } from './nul-list.ts'
import type { Room } from './room.ts'

/** One side of a changed path; null when the path is not in that tree. `mode` is git's, such as `100644`. */
export type TreeEntry = { mode: string; blob: string } | null

/** A path that two trees hold differently. Paths are `/`-separated, below the room's root. */
export type TreeChange = { path: string; before: TreeEntry; after: TreeEntry }

/** Modes of git: a file, one that may be executed, a link, and a submodule's commit. */
export const MODES = { file: '100644', program: '100755', link: '120000', submodule: '160000' } as const

/**
 * What differs between two trees or commits; a renamed file is one that went and one that came. Throws AppError
 * `not_supported_here` when a name among them is not UTF-8, and `workspace_unavailable` when a tree is not there.
 */
export async function treeChanges(room: Room, from: string, to: string): Promise<TreeChange[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', from, to]
  const { stdout } = await benchGit(room.git, room.bench, args, { encoding: 'latin1' })
  const fields = splitNul(stdout)
  const changes: TreeChange[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [oldMode = '', newMode = '', oldBlob = '', newBlob = ''] = (fields[at] ?? '').slice(1).split(' ')
    const path = nameText(fields[at + 1] ?? '')
    if (path.includes('\ufffd')) {
      throw new AppError('not_supported_here', `The name ${path} is not in UTF-8. Rename that file to go on.`)
    }
    changes.push({ path, before: entryOf(oldMode, oldBlob), after: entryOf(newMode, newBlob) })
  }
  return changes
}

const entryOf = (mode: string, blob: string): TreeEntry => (/^0+$/.test(mode) ? null : { mode, blob })
