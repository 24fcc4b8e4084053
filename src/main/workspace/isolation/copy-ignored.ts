import { constants, type Stats } from 'node:fs'
import { copyFile, lstat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { failpoint } from '../../base/failpoint.ts'
import { hasCode } from '../describe-file-error.ts'
import { makeFolders, withPinnedFolder } from '../pin-folder.ts'
import { nameText, splitNul } from './nul-list.ts'
import type { Room } from './room.ts'

/** More than this is no configuration; such a file is left out. */
const MOST_BYTES = 32 * 1024 * 1024

/**
 * Copies ignored files, such as `.env`, from the room's working tree to the same places below `target`, a real
 * path. A pattern without a slash fits that name in every folder, one with a slash the path from the top; `*` and
 * `**` as in ignore files. Only ignored files are copied, no links, none in a folder that is ignored as a whole,
 * and what is there already stays. Returns the paths that were copied, and those that fit and were left out.
 */
export async function copyIgnored(
  room: Room,
  target: string,
  patterns: readonly string[],
): Promise<{ copied: string[]; leftOut: string[] }> {
  const result = { copied: [] as string[], leftOut: [] as string[] }
  if (patterns.length === 0) return result
  const pathspecs = patterns.map((pattern) => `:(top,glob)${anchored(pattern)}`)
  const args = [
    'ls-files',
    '-z',
    '--others',
    '--ignored',
    '--exclude-standard',
    '--directory',
    '--',
    ...pathspecs,
  ]
  const { stdout } = await room.git.run(args, room.root, { encoding: 'latin1' })
  for (const path of splitNul(stdout).map(nameText)) {
    if (path.endsWith('/')) continue
    const stats = await lstat(join(room.root, path)).catch(nothingThere)
    if (stats === null) continue
    if (!stats.isFile() || stats.size > MOST_BYTES) result.leftOut.push(path)
    else {
      await copyOne(join(room.root, path), join(target, path))
      result.copied.push(path)
    }
  }
  return result
}

function anchored(pattern: string): string {
  const plain = pattern.replace(/^\/+/, '').replace(/\/+$/, '')
  return pattern.startsWith('/') || plain.includes('/') ? plain : `**/${plain}`
}

async function copyOne(from: string, to: string): Promise<void> {
  await makeFolders(dirname(to))
  await withPinnedFolder(dirname(to), async (pinned) => {
    await pinned.verify()
    failpoint('before:worktree.copy')
    await copyFile(from, pinned.at(basename(to)), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE).catch(
      (error: unknown) => {
        if (!hasCode(error, 'EEXIST')) throw error
      },
    )
    failpoint('after:worktree.copy')
  })
}

function nothingThere(error: unknown): Stats | null {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
  throw error
}
