import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import { connectForReading, connectForWriting, type Database } from './database.ts'
import { storageError } from './storage-error.ts'

/** Where a data folder keeps the backups that were asked for. */
export const backupsFolder = (folder: string): string => join(folder, 'backups')

/** A time as it stands in names of files, in UTC: `2026-05-04-170215`. */
export function stampOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')
}

/** Where a backup goes when nobody says where: a file of `backups` in the data folder, named by the time. */
export function newBackupPath(folder: string, at: number): string {
  return join(backupsFolder(folder), `treeline-${stampOf(at)}.db`)
}

/**
 * Copies a database to a new file by a connection of this process that may be writing to it, in pieces: what
 * else the process does goes on in between, and what it writes meanwhile is in the copy too. Resolves with
 * its size in bytes once the file is whole and on the disk; before that it does not have its name.
 */
export async function backUpWhileOpen(database: Database, target: string): Promise<number> {
  return intoNewFile(target, async (unfinished) => {
    await database.backup(unfinished)
    // The copy says of itself that it has a write-ahead log. Without one it is a single file that can be read anywhere.
    const copy = connectForWriting(unfinished)
    copy.pragma('journal_mode = DELETE')
    copy.close()
  })
}

/**
 * Copies the database at `path` to a new file as it is at this moment, whatever another process does to it
 * meanwhile, and without the room that it no longer uses. Returns its size in bytes once it is on the disk.
 */
export function backUpFile(path: string, target: string): Promise<number> {
  return intoNewFile(target, async (unfinished) => {
    const database = connectForReading(path)
    try {
      database.prepare('VACUUM INTO ?').run(unfinished)
    } finally {
      database.close()
    }
  })
}

/**
 * Has `fill` write a file, and gives it its name when it is whole and on the disk. The name is taken from the
 * first, so that no other file is ever overwritten. Rejects with AppError `conflict` when there is a file
 * already and `storage_failed` for what goes wrong; then nothing is left.
 */
export async function intoNewFile(
  target: string,
  fill: (unfinished: string) => Promise<void> | void,
): Promise<number> {
  const unfinished = `${target}.unfinished`
  let taken = false
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    if (existsSync(target))
      throw new AppError('conflict', `${target} is there already. Give the backup another name.`)
    closeSync(openSync(target, 'wx', 0o600))
    taken = true
    rmSync(unfinished, { force: true })
    closeSync(openSync(unfinished, 'wx', 0o600))
    await fill(unfinished)
    flush(unfinished)
    renameSync(unfinished, target)
    flush(dirname(target))
    return statSync(target).size
  } catch (error) {
    for (const path of [...(taken ? [target] : []), unfinished, `${unfinished}-journal`]) {
      rmSync(path, { force: true })
    }
    throw storageError(error, target)
  }
}

/** Waits until a file, or the names in a folder, are on the disk. */
export function flush(path: string): void {
  // A folder cannot be opened on Windows, where names are safe once they are given.
  if (process.platform === 'win32' && statSync(path).isDirectory()) return
  const file = openSync(path, statSync(path).isDirectory() ? 'r' : 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
