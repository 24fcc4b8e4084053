import { createHash, hash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, type FileHandle, lstat, open, rename, unlink } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { isBinaryFileSync } from 'isbinaryfile'
import { AppError } from '../../contract/app-error.ts'
import { failpoint } from '../base/failpoint.ts'
import { describeFileError, hasCode } from './describe-file-error.ts'
import { draftName, removeOldDrafts } from './edit-draft.ts'
import { type FilePlace, type OpenFile, withOpenFile } from './open-file.ts'
import { makeFolders, type PinnedFolder, withPinnedFolder } from './pin-folder.ts'

/** A file that grows while it is read is read up to here at least. */
const SMALL_FILE = 60 * 1024
const HASHED_AT_ONCE = 1024 * 1024

/** A text file as read. `text` keeps its byte order mark and line ends; `hash` is of its bytes. */
export type TextFile = { text: string; hash: string; bytes: number }

/** SHA-256 in hex of a text's UTF-8 bytes, or of bytes. */
export function hashContent(content: string | Uint8Array): string {
  return hash('sha256', content)
}

/**
 * Opens a regular file for reading, without following a link that took its place after it was resolved.
 * Throws AppError `not_found` or `bad_request` in words: missing, a folder, a device, not permitted.
 */
export async function readingFile<T>(file: FilePlace, work: (open: OpenFile) => Promise<T>): Promise<T> {
  return inWords(file, () =>
    withPinnedFolder(dirname(file.real), (pinned) => withOpenFile(file, pinned, work)),
  )
}

/**
 * Reads a whole text file of at most `maxBytes`. Throws AppError `bad_request` for larger ones, binary ones
 * and texts in another encoding than UTF-8, besides what `readingFile` throws.
 */
export async function readTextFile(file: FilePlace, maxBytes: number): Promise<TextFile> {
  const bytes = await readingFile(file, (open) => readAll(file, open, maxBytes))
  return { text: decodeText(file, bytes), hash: hashContent(bytes), bytes: bytes.length }
}

/**
 * Writes a text file whole or not at all: into a new file beside it, flushed to the disk, then renamed over
 * it. Keeps the permissions and, if possible, the owner of the one it replaces; makes a new file's folders.
 * `expected` is the hash of what is there, null for nothing: anything else there throws AppError
 * `conflict` and nothing is written. Returns the hash of what was written.
 */
export async function writeTextFile(file: FilePlace, text: string, expected: string | null): Promise<string> {
  return inWords(file, async () => {
    if (expected === null) await makeFolders(dirname(file.real))
    return withPinnedFolder(dirname(file.real), (pinned) => replaceFile(file, pinned, text, expected))
  })
}

async function replaceFile(
  file: FilePlace,
  pinned: PinnedFolder,
  text: string,
  expected: string | null,
): Promise<string> {
  const target = pinned.at(basename(file.real))
  await verifyContent(file, pinned, expected)
  const old = expected === null ? null : await lstat(target)
  if (old) await access(target, constants.W_OK)
  await removeOldDrafts(pinned, basename(file.real))
  const temporary = pinned.at(draftName(basename(file.real)))
  failpoint('before:file.write')
  const handle = await open(temporary, 'wx', old ? 0o600 : 0o666)
  try {
    try {
      await handle.writeFile(text, 'utf8')
      if (old) await keepOwnerAndMode(handle, old)
      await handle.sync()
    } finally {
      await handle.close()
    }
    failpoint('after:file.write')
    await verifyContent(file, pinned, expected)
    await pinned.verify()
    failpoint('before:file.rename')
    await rename(temporary, target)
    failpoint('after:file.rename')
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw error
  }
  await pinned.sync()
  return hashContent(text)
}

async function keepOwnerAndMode(
  handle: FileHandle,
  old: { uid: number; gid: number; mode: number },
): Promise<void> {
  const now = await handle.stat()
  if (now.uid !== old.uid || now.gid !== old.gid) {
    await handle.chown(old.uid, old.gid).catch((error: unknown) => {
      // Only root may give files away; the content matters more than the owner.
      if (!hasCode(error, 'EPERM', 'EINVAL', 'ENOSYS')) throw error
    })
  }
  await handle.chmod(old.mode & 0o7777)
}

/** Throws AppError `conflict` unless what is there has the hash `expected`; null expects nothing there. */
export async function verifyContent(
  file: FilePlace,
  pinned: PinnedFolder,
  expected: string | null,
): Promise<void> {
  const now = await hashAt(file, pinned)
  if (now === expected) return
  const what =
    now === null ? 'is not there any more' : expected === null ? 'is there by now' : 'changed meanwhile'
  throw new AppError(
    'conflict',
    `${file.shown} ${what}, so nothing was done. Read it again before you go on.`,
  )
}

async function hashAt(file: FilePlace, pinned: PinnedFolder): Promise<string | null> {
  try {
    return await withOpenFile(file, pinned, async (open) => {
      const hash = createHash('sha256')
      const buffer = Buffer.allocUnsafe(Math.min(Math.max(open.bytes + 1, 4096), HASHED_AT_ONCE))
      for (let position = 0; ; ) {
        const length = await open.read(buffer, position)
        if (length === 0) return hash.digest('hex')
        hash.update(buffer.subarray(0, length))
        position += length
      }
    })
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

async function readAll(file: FilePlace, open: OpenFile, maxBytes: number): Promise<Buffer> {
  const limit = Math.min(Math.max(open.bytes, SMALL_FILE), maxBytes) + 1
  const buffer = Buffer.allocUnsafe(limit)
  let length = 0
  while (length < limit) {
    const more = await open.read(buffer.subarray(length), length)
    if (more === 0) return buffer.subarray(0, length)
    length += more
  }
  throw new AppError(
    'bad_request',
    `${file.shown} has ${formatBytes(Math.max(open.bytes, length))}; at most ${formatBytes(maxBytes)} are possible here.`,
  )
}

/** The text of UTF-8 bytes, byte order mark kept. Throws AppError `bad_request` for anything else. */
export function decodeText(file: FilePlace, bytes: Buffer): string {
  const refuse = (words: string) => new AppError('bad_request', `${file.shown} ${words}`)
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    throw refuse('is encoded in UTF-16; only UTF-8 texts can be opened.')
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    throw refuse('is encoded in UTF-16; only UTF-8 texts can be opened.')
  if (bytes.includes(0)) throw refuse('is a binary file; only texts can be opened.')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    if (isBinaryFileSync(bytes, { size: bytes.length, encoding: 'latin1' })) {
      throw refuse('is a binary file; only texts can be opened.')
    }
    throw refuse('is a text in another encoding than UTF-8, such as Latin-1; only UTF-8 can be opened.')
  }
}

/** "812 bytes", "3.4 KB", "2.0 GB". */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10), units.length - 1)
  if (power === 0) return `${bytes} bytes`
  return `${(bytes / 1024 ** power).toFixed(1)} ${units[power]}`
}

/** Runs `work`; a failure of the file system becomes an AppError that names the file in words. */
export async function inWords<T>(file: FilePlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error) || !('code' in error)) throw error
    const code = hasCode(error, 'ENOENT') ? 'not_found' : 'bad_request'
    throw new AppError(code, `${file.shown}: ${describeFileError(error)}.`, { cause: error })
  }
}
