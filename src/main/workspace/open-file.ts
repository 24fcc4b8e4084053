import { closeSync, constants, fstatSync, openSync, read, readSync } from 'node:fs'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '../../contract/app-error.ts'
import { hasCode } from './describe-file-error.ts'
import type { ScopedPath } from './path-scope.ts'
import type { PinnedFolder } from './pin-folder.ts'

/** What names a file here: `real` to act on, `shown` for the words of an error. */
export type FilePlace = Pick<ScopedPath, 'real' | 'shown'>

/** A regular file that is open for reading. */
export type OpenFile = {
  /** As it was opened. A file of the kernel's says that it has none, and has some all the same. */
  bytes: number
  /** Fills `into` from `position` on, and says how many bytes came: 0 at the end. */
  read(into: Buffer, position: number): number | Promise<number>
}

/** Up to this many bytes come sooner at once than by way of another thread: some 10 µs of reading. */
const AT_ONCE = 64 * 1024

const readLater = promisify(read)

/**
 * Opens a regular file for as long as `work` takes, without following a link that took its place after it was
 * resolved. Throws AppError `conflict` for such a link and `bad_request` for what is no file, and the system's
 * own errors as they are.
 */
export async function withOpenFile<T>(
  file: FilePlace,
  pinned: PinnedFolder,
  work: (open: OpenFile) => Promise<T>,
): Promise<T> {
  const handle = openRegular(file, pinned)
  try {
    const stats = fstatSync(handle)
    if (!stats.isFile()) {
      const what = stats.isDirectory() ? 'is a folder, not a file' : 'is a device, pipe or socket, not a file'
      throw new AppError('bad_request', `${file.shown} ${what}.`)
    }
    return await work({
      bytes: stats.size,
      read: (into, position) =>
        into.length <= AT_ONCE
          ? readSync(handle, into, 0, into.length, position)
          : readLater(handle, into, 0, into.length, position).then(({ bytesRead }) => bytesRead),
    })
  } finally {
    closeSync(handle)
  }
}

function openRegular(file: FilePlace, pinned: PinnedFolder): number {
  // Without O_NONBLOCK opening a named pipe would wait for a writer.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  try {
    return openSync(pinned.at(basename(file.real)), flags)
  } catch (error) {
    if (!hasCode(error, 'ELOOP')) throw error
    throw new AppError('conflict', `${file.shown} was replaced by a link meanwhile, so it was not touched.`)
  }
}
