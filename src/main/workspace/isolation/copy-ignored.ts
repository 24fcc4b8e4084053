import { constants } from 'node:fs'
import { copyFile, lstat, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { failpoint } from '../../base/failpoint.ts'
import { describeFileError, hasCode } from '../describe-file-error.ts'
import { makeFolders, withPinnedFolder } from '../pin-folder.ts'
import { type CopyGlobs, readCopyGlobs } from './copy-globs.ts'
import { copyTree } from './copy-tree.ts'
import { isInside } from './is-inside.ts'
import { nameText, splitNul } from './nul-list.ts'
import type { Room } from './room.ts'

/** What fits and was not copied, or not all of it, and why: the rest of a sentence. */
export type LeftOut = { path: string; why: string }

/**
 * Copies ignored files and folders, such as `.env` or `node_modules`, from the room's working tree to the same places
 * below `target`, a real path: those that fit a glob (see `readCopyGlobs`). Only what is ignored is copied, links only
 * within a folder, nothing named `.git`, and what is there already stays. What cannot be copied does not end it.
 * Returns the paths that were copied, and those that were left out. Rejects with the signal's reason.
 */
export async function copyIgnored(
  room: Room,
  target: string,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<{ copied: string[]; leftOut: LeftOut[] }> {
  const result = { copied: [] as string[], leftOut: [] as LeftOut[] }
  if (patterns.length === 0) return result
  const globs = readCopyGlobs(patterns)
  // Without pathspecs: with them git gives up on globs that lead into a folder that is ignored as a whole.
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory']
  const { stdout } = await room.git.run(args, room.root, { encoding: 'latin1' })
  for (const path of splitNul(stdout).map(nameText)) {
    signal?.throwIfAborted()
    const folder = path.endsWith('/')
    for await (const found of fittingIn(room, globs, folder ? path.slice(0, -1) : path, folder)) {
      const why = await copyOne(room, target, found, signal)
      if (why === null) result.copied.push(found)
      else result.leftOut.push({ path: found, why })
    }
  }
  return result
}

/** So many are named. */
const mostNamed = 10

/** What was left out, in words for people and models. */
export function leftOutWords(leftOut: readonly LeftOut[]): string {
  const named = leftOut.slice(0, mostNamed).map(({ path, why }) => `${path} (${why})`)
  const more = leftOut.length > mostNamed ? ` and ${leftOut.length - mostNamed} more` : ''
  return `Not copied: ${named.join(', ')}${more}.`
}

/** The path itself if it fits, or whatever fits in it, where a glob leads there. */
async function* fittingIn(
  room: Room,
  globs: CopyGlobs,
  path: string,
  isFolder: boolean,
): AsyncGenerator<string> {
  if (basename(path).toLowerCase() === '.git') return
  if (globs.fits(path, isFolder)) {
    yield path
    return
  }
  if (!isFolder || !globs.leadsInto(path)) return
  const entries = await readdir(join(room.root, path), { withFileTypes: true }).catch(() => [])
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1)))
    yield* fittingIn(room, globs, `${path}/${entry.name}`, entry.isDirectory())
}

/** Null when it was copied whole, else why not. */
async function copyOne(
  room: Room,
  target: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const [from, to] = [join(room.root, path), join(target, path)]
  try {
    const stats = await lstat(from)
    if (stats.isSymbolicLink()) return 'a link'
    if (!stats.isFile() && !stats.isDirectory()) return 'no file'
    // Worktrees in there would be copied into themselves.
    if (isInside(from, room.dataFolder)) return 'Treeline’s own data lies in it'
    await makeFolders(dirname(to))
    return await withPinnedFolder(dirname(to), async (pinned) => {
      await pinned.verify()
      failpoint('before:worktree.copy')
      const place = pinned.at(basename(to))
      if (stats.isDirectory()) {
        const fault = await copyTree(from, place, signal)
        if (fault !== null) {
          const which = fault.count === 1 ? 'one file of it' : `${fault.count} files of it, first`
          return `${which} ${fault.first}: ${fault.why}`
        }
      } else {
        await copyFile(from, place, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE).catch(unlessThere)
      }
      failpoint('after:worktree.copy')
      return null
    })
  } catch (error) {
    signal?.throwIfAborted()
    return describeFileError(error)
  }
}

function unlessThere(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error
}
