import { createHash } from 'node:crypto'
import { lstat, readdir, rm, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import { failpoint } from '../base/failpoint.ts'
import { formatBytes, inWords, verifyContent } from './files.ts'
import type { FilePlace } from './open-file.ts'
import { withPinnedFolder } from './pin-folder.ts'
import { protectedName } from './protected.ts'

/** What lies at a path that is to be deleted. `fingerprint` changes when anything in it does. */
export type Deletable = {
  kind: 'file' | 'folder' | 'link' | 'other'
  /** "folder with 12 files (3.4 KB)", as an approval shows it. */
  what: string
  fingerprint: string
  /** The first protected name in it; also set when there is too much in it to look at all of it. */
  protectedBy: string | null
}

/** Entries looked at before a folder counts as too large to know. */
const MOST_ENTRIES = 20_000

/** Looks at what deleting `file` would take away. Links are not followed. Throws AppError in words. */
export async function inspectDeletable(file: FilePlace): Promise<Deletable> {
  return inWords(file, async () => {
    const stats = await lstat(file.real)
    if (stats.isDirectory()) return inspectFolder(file.real)
    const kind = stats.isFile() ? 'file' : stats.isSymbolicLink() ? 'link' : 'other'
    const what = { file: `file (${formatBytes(stats.size)})`, link: 'link', other: 'special file' }[kind]
    return { kind, what, fingerprint: `${stats.ino}:${stats.size}:${stats.mtimeMs}`, protectedBy: null }
  })
}

async function inspectFolder(folder: string): Promise<Deletable> {
  const hash = createHash('sha256')
  const waiting = ['']
  let files = 0
  let bytes = 0
  let seen = 0
  let protectedBy: string | null = null
  for (let inner = waiting.shift(); inner !== undefined; inner = waiting.shift()) {
    const names = (await readdir(join(folder, inner))).sort()
    for (const name of names) {
      if (++seen > MOST_ENTRIES) {
        const what = `folder with more than ${MOST_ENTRIES} entries`
        return {
          kind: 'folder',
          what,
          fingerprint: hash.digest('hex'),
          protectedBy: protectedBy ?? 'too many entries',
        }
      }
      const path = join(inner, name)
      const stats = await lstat(join(folder, path))
      protectedBy ??= protectedName(name)
      hash.update(`${path}\0${stats.ino}\0${stats.isDirectory() ? '' : `${stats.size}:${stats.mtimeMs}`}\0`)
      if (stats.isDirectory()) {
        waiting.push(path)
      } else {
        files++
        bytes += stats.size
      }
    }
  }
  const what =
    seen === 0
      ? 'empty folder'
      : `folder with ${files} ${files === 1 ? 'file' : 'files'} (${formatBytes(bytes)})`
  return { kind: 'folder', what, fingerprint: hash.digest('hex'), protectedBy }
}

/**
 * Deletes a file, link or folder with everything in it. `seen` is what `inspectDeletable` found, and
 * `hash` that of a file's content: what changed since is left alone, with AppError `conflict`.
 */
export async function deletePath(file: FilePlace, seen: Deletable, hash: string | null): Promise<void> {
  await inWords(file, async () => {
    const now = await inspectDeletable(file)
    if (now.kind !== seen.kind || now.fingerprint !== seen.fingerprint) {
      throw new AppError(
        'conflict',
        `${file.shown} changed meanwhile, so nothing was deleted. Look at it again.`,
      )
    }
    await withPinnedFolder(dirname(file.real), async (pinned) => {
      if (hash !== null) await verifyContent(file, pinned, hash)
      await pinned.verify()
      const target = pinned.at(basename(file.real))
      failpoint('before:file.delete')
      if (seen.kind === 'folder') await rm(target, { recursive: true })
      else await unlink(target)
      failpoint('after:file.delete')
      await pinned.sync()
    })
  })
}
