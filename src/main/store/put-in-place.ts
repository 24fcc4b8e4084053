import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { flush, stampOf } from './backup.ts'

/** Why a database was replaced: it names the file that the old one is kept in. */
export type Replacement = 'replaced' | 'damaged'

const coming = /^treeline\.db\.coming-(replaced|damaged)-([\w-]+)$/

/**
 * Puts a whole file into the place of the database at `path` and keeps the old one beside it, with its
 * write-ahead log. Once it has begun it is carried through, by the next start if this process is killed: there
 * is no moment in which neither stands. Returns where the old one is, or null when there was none. The caller
 * holds the data folder's lock and no connection.
 */
export function putInPlace(path: string, whole: string, why: Replacement, at: number): string | null {
  flush(whole)
  renameSync(whole, `${path}.coming-${why}-${stampOf(at)}`)
  flush(dirname(path))
  return finishPuttingInPlace(path)
}

/** Carries through what `putInPlace` began. Does nothing when nothing was begun. */
export function finishPuttingInPlace(path: string): string | null {
  const folder = dirname(path)
  const name = readdirSync(folder).find((one) => coming.test(one))
  const [, why, stamp] = coming.exec(name ?? '') ?? []
  if (name === undefined) return null
  const kept = `${path}.${why}-${stamp}`
  // First the log and then the file, so that a log never stands beside a file that is not its own.
  move(`${path}-wal`, `${kept}-wal`)
  rmSync(`${path}-shm`, { force: true })
  move(path, kept)
  flush(folder)
  renameSync(join(folder, name), path)
  flush(folder)
  return existsSync(kept) ? kept : null
}

function move(from: string, to: string): void {
  if (existsSync(from) && !existsSync(to)) renameSync(from, to)
}
