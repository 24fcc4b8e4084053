import { closeSync, constants, fsyncSync, openSync, readlinkSync } from 'node:fs'
import { mkdir, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import { hasCode } from './describe-file-error.ts'
import { isThere } from './is-there.ts'

/** A folder held open, so that its names stay its names whatever happens to the path that led to it. */
export type PinnedFolder = {
  /** The path under which to reach the entry `name` while the folder is pinned. */
  at(name: string): string
  /** Throws AppError `conflict` when the folder's path leads elsewhere by now. Needed right before changes. */
  verify(): Promise<void>
  /** Makes the folder's own entries durable, where the system can. */
  sync(): Promise<void>
}

/**
 * Runs `work` on the folder at `folder`, a real absolute path. Throws AppError `conflict` when that path
 * leads to another place than it says, because a part of it was replaced by a link after it was resolved.
 * On Linux names are reached through the open folder itself, so a later replacement changes nothing; other
 * systems offer Node no such way, and there the path is checked again by `verify`.
 */
export async function withPinnedFolder<T>(
  folder: string,
  work: (pinned: PinnedFolder) => Promise<T>,
): Promise<T> {
  const handle = process.platform === 'linux' ? openFolder(folder) : null
  try {
    const place = handle === null ? null : placeOf(handle)
    if (handle !== null && place !== null) {
      if (place !== folder) throw moved(folder)
      return await work({
        at: (name) => `/proc/self/fd/${handle}/${name}`,
        verify: async () => {},
        sync: async () => fsyncSync(handle),
      })
    }
    const verify = async () => {
      if ((await realpath(folder)) !== folder) throw moved(folder)
    }
    await verify()
    return await work({ at: (name) => join(folder, name), verify, sync: async () => {} })
  } finally {
    if (handle !== null) closeSync(handle)
  }
}

/** Makes the folder at the real path `folder` and those above it, each inside the one before it. */
export async function makeFolders(folder: string): Promise<void> {
  const missing: string[] = []
  let at = folder
  for (; !(await isThere(at)) && dirname(at) !== at; at = dirname(at))
    missing.unshift(at.slice(dirname(at).length))
  for (const part of missing) {
    const name = part.replace(/^[/\\]/, '')
    await withPinnedFolder(at, async (pinned) => {
      await pinned.verify()
      await mkdir(pinned.at(name)).catch((error: unknown) => {
        if (!hasCode(error, 'EEXIST')) throw error
      })
    })
    at = join(at, name)
  }
}

/** Null for a folder that may be entered but not listed: it cannot be opened. */
function openFolder(folder: string): number | null {
  try {
    return openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  } catch (error) {
    if (hasCode(error, 'EACCES')) return null
    throw error
  }
}

/** Where the open folder lies, as the kernel says; null where /proc is not mounted. */
function placeOf(handle: number): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${handle}`)
  } catch {
    return null
  }
}

function moved(folder: string): AppError {
  return new AppError(
    'conflict',
    `The folder ${folder} was replaced by a link or moved meanwhile, so it was not touched.`,
  )
}
