import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const intentName = /^treeline\.lock\.\d+\.json$/

const intentPath = (folder: string, pid: number): string => join(folder, `treeline.lock.${pid}.json`)

/**
 * Notes that this process is about to take the lock of a data folder. It is there before the lock is, so that a
 * process that is killed right after taking the lock, before it has signed it, is known nevertheless. Returns
 * what removes the note. Rejects with what the file system says.
 */
export async function noteIntent(folder: string, owner: object): Promise<() => Promise<void>> {
  const path = intentPath(folder, process.pid)
  await writeFile(path, JSON.stringify(owner), { mode: 0o600 })
  return () => rm(path, { force: true })
}

/**
 * The notes that stood before the lock was made (`lockBirth`, epoch milliseconds): its holder is one of them.
 * `owner` is what it says, undefined where it cannot be read.
 */
export async function intentsBefore(
  folder: string,
  lockBirth: number,
): Promise<{ owner: unknown; remove(): Promise<void> }[]> {
  const names = (await readdir(folder)).filter((name) => intentName.test(name))
  const notes = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const [owner, mtimeMs] = await Promise.all([
        readFile(path, 'utf8')
          .then(JSON.parse)
          .catch(() => undefined),
        stat(path).then(
          (found) => found.mtimeMs,
          () => Number.POSITIVE_INFINITY,
        ),
      ])
      return { owner: owner as unknown, mtimeMs, remove: () => rm(path, { force: true }) }
    }),
  )
  return notes.filter(({ mtimeMs }) => mtimeMs <= lockBirth)
}
