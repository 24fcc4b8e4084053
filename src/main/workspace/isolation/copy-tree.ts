import { constants, type Dirent } from 'node:fs'
import { copyFile, mkdir, readdir, readlink, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describeFileError, hasCode } from '../describe-file-error.ts'

/** So many entries are copied at once. */
const AT_ONCE = 16

/** What could not be copied: how many files, and the first, with why. */
export type Uncopied = { count: number; first: string; why: string }

/**
 * Copies a folder with all that lies in it to a place where there is none, sharing blocks where the disk can. Links
 * stay links, what is there already stays, and anything named `.git` is left out, so that no git of the copy works in
 * the original. What cannot be copied is left out too, and told; a full disk ends it. Rejects with the signal's reason.
 */
export async function copyTree(from: string, to: string, signal?: AbortSignal): Promise<Uncopied | null> {
  const faults = { count: 0, first: '', why: '' }
  let full = false
  const failed = (path: string, error: unknown) => {
    full ||= hasCode(error, 'ENOSPC', 'EDQUOT')
    if (faults.count++ === 0) Object.assign(faults, { first: path, why: describeFileError(error) })
  }

  async function copyOne(folder: string, entry: Dirent): Promise<string | null> {
    const path = join(folder, entry.name)
    const [source, target] = [join(from, path), join(to, path)]
    try {
      if (entry.isDirectory()) {
        await mkdir(target).catch(unlessThere)
        return path
      }
      if (entry.isFile())
        await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE).catch(
          unlessThere,
        )
      else if (entry.isSymbolicLink()) await symlink(await readlink(source), target).catch(unlessThere)
      else failed(path, new Error('it is no file'))
    } catch (error) {
      failed(path, error)
    }
    return null
  }

  try {
    await mkdir(to).catch(unlessThere)
  } catch (error) {
    failed('', error)
  }
  const folders = faults.count === 0 ? [''] : []
  for (let folder = folders.pop(); folder !== undefined && !full; folder = folders.pop()) {
    const entries = await readdir(join(from, folder), { withFileTypes: true }).catch((error: unknown) => {
      failed(folder, error)
      return []
    })
    const wanted = entries.filter(({ name }) => name.toLowerCase() !== '.git')
    for (let at = 0; at < wanted.length && !full; at += AT_ONCE) {
      signal?.throwIfAborted()
      const inside = await Promise.all(wanted.slice(at, at + AT_ONCE).map((entry) => copyOne(folder, entry)))
      folders.push(...inside.filter((path) => path !== null))
    }
  }
  return faults.count === 0 ? null : faults
}

function unlessThere(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error
}
