import { constants, type Stats } from 'node:fs'
import { chmod, copyFile, lstat, open, readlink, rename, rmdir, symlink, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../contract/app-error.ts'
import { failpoint } from '../../base/failpoint.ts'
import { hasCode } from '../describe-file-error.ts'
import { draftName } from '../edit-draft.ts'
import { makeFolders, type PinnedFolder, withPinnedFolder } from '../pin-folder.ts'
import { hasModeBits } from './disk-entry.ts'
import type { Room } from './room.ts'
import { MODES, type TreeEntry } from './tree-changes.ts'

/** Deletes the file or link at `path`. */
export async function deleteEntry(room: Room, path: string): Promise<void> {
  await withPinnedFolder(dirname(join(room.root, path)), async (folder) => {
    await folder.verify()
    failpoint('before:file.delete')
    await unlink(folder.at(basename(path)))
    failpoint('after:file.delete')
    await folder.sync()
  })
}

/** Deletes the folders above `path` that are empty, but never the root, and none that a link leads to. */
export async function removeEmptyAbove(room: Room, path: string): Promise<void> {
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    const place = join(room.root, above)
    try {
      const removed = await withPinnedFolder(dirname(place), (folder) =>
        removeEmpty(folder.at(basename(place))),
      )
      if (!removed) return
    } catch (error) {
      if (error instanceof AppError || hasCode(error, 'ENOTDIR')) return
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
}

/**
 * Puts the file or link `staged` at `path`, whole or not at all: a copy beside it, flushed to the disk, is renamed
 * over what is there. `stillAsExpected` is asked right before; false leaves all as it is, and is the answer.
 */
export async function placeEntry(
  room: Room,
  path: string,
  entry: NonNullable<TreeEntry>,
  staged: string,
  stillAsExpected: () => Promise<boolean>,
): Promise<boolean> {
  const target = join(room.root, path)
  await makeFolders(dirname(target))
  return withPinnedFolder(dirname(target), async (folder) => {
    const name = basename(path)
    const draft = folder.at(draftName(name))
    failpoint('before:file.write')
    try {
      await writeDraft(room, folder.at(name), draft, entry, staged)
      failpoint('after:file.write')
      const ready = (await stillAsExpected()) && (await clearFolder(folder, name))
      if (!ready) {
        await unlink(draft)
        return false
      }
      await folder.verify()
      failpoint('before:file.rename')
      await rename(draft, folder.at(name))
      failpoint('after:file.rename')
    } catch (error) {
      await unlink(draft).catch(() => {})
      throw error
    }
    await folder.sync()
    return true
  })
}

async function writeDraft(
  room: Room,
  target: string,
  draft: string,
  entry: NonNullable<TreeEntry>,
  staged: string,
): Promise<void> {
  const made = await lstat(staged)
  if (made.isSymbolicLink()) return symlink(await readlink(staged), draft)
  await copyFile(staged, draft, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  const old = await lstat(target).catch(nothingThere)
  await keepOwnerAndMode(room, draft, entry, old?.isFile() ? old : null, made)
}

/** Permissions of what is replaced stay, but for what the tree says: whether it may be executed. */
async function keepOwnerAndMode(
  room: Room,
  draft: string,
  entry: NonNullable<TreeEntry>,
  old: Stats | null,
  made: Stats,
): Promise<void> {
  const handle = await open(draft, 'r+')
  try {
    if (old && (old.uid !== made.uid || old.gid !== made.gid)) {
      await handle.chown(old.uid, old.gid).catch((error: unknown) => {
        // Only root may give files away; the content matters more than the owner.
        if (!hasCode(error, 'EPERM', 'EINVAL', 'ENOSYS')) throw error
      })
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  const mode = (old ?? made).mode & 0o777
  if (!hasModeBits(room)) await chmod(draft, mode)
  else if (entry.mode === MODES.program) await chmod(draft, mode | ((mode & 0o444) >> 2))
  else await chmod(draft, mode & 0o666)
}

/** An empty folder gives way to a file. False when there is something in it. */
async function clearFolder(folder: PinnedFolder, name: string): Promise<boolean> {
  const stats = await lstat(folder.at(name)).catch(nothingThere)
  return stats?.isDirectory() ? removeEmpty(folder.at(name)) : true
}

async function removeEmpty(folder: string): Promise<boolean> {
  return rmdir(folder).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return true
      // What is in use, such as the folder a shell stands in on Windows, may stay.
      if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'EPERM', 'EACCES', 'ENOTDIR')) return false
      throw error
    },
  )
}

function nothingThere(error: unknown): null {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
  throw error
}
