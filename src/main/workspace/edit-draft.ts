import { createHash, randomBytes } from 'node:crypto'
import { lstat, readdir, unlink } from 'node:fs/promises'
import { hasCode } from './describe-file-error.ts'
import type { PinnedFolder } from './pin-folder.ts'

/** Begins the names of one file's drafts, which must not be longer than that of a file with a long name. */
const prefixOf = (name: string): string =>
  `.treeline-${createHash('sha256').update(name).digest('hex').slice(0, 12)}-`

/** A fresh name, in the same folder, for the new content of the file `name` until it takes its place. */
export function draftName(name: string): string {
  return `${prefixOf(name)}${randomBytes(6).toString('hex')}.tmp`
}

/**
 * Deletes drafts of the file `name` that a killed process left: those that are older than this process. What
 * cannot be listed or deleted stays, since it hinders nobody.
 */
export async function removeOldDrafts(
  folder: PinnedFolder,
  name: string,
  before: number = performance.timeOrigin,
): Promise<void> {
  const names = await readdir(folder.at('.')).catch(() => [])
  for (const entry of names.filter((one) => one.startsWith(prefixOf(name)) && one.endsWith('.tmp'))) {
    try {
      const draft = folder.at(entry)
      const { mtimeMs } = await lstat(draft)
      if (mtimeMs < before) await unlink(draft)
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'EACCES', 'EPERM', 'EROFS')) throw error
    }
  }
}
