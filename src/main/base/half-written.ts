import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** How write-file-atomic names what it is still writing: as the file that it is to be, with a number behind. */
const halfWritten = /^(?:.+\.(?:json|ya?ml)|[0-9a-f]{64})\.\d{1,10}$/

/**
 * Removes what a process has left in a folder of ours that was killed while it replaced a file there: nobody would read
 * or remove it ever again, and it may hold a key. Only for a folder in which nobody else writes now. Nothing for a folder
 * that is not there; throws what else the file system says.
 */
export async function removeHalfWritten(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  await Promise.all(
    names.filter((name) => halfWritten.test(name)).map((name) => rm(join(folder, name), { force: true })),
  )
}
