import { closeSync, openSync, rmSync } from 'node:fs'
import { AppError } from '../../../contract/app-error.ts'
import { backUpFile, newBackupPath } from '../backup.ts'
import { connectForReading, connectForWriting, type Database, sqliteCodeOf } from '../database.ts'
import { migrate } from '../migrate.ts'
import { migrations } from '../migrations/all.ts'
import { databasePath, openDatabase } from '../open-database.ts'
import { putInPlace } from '../put-in-place.ts'
import { storageError } from '../storage-error.ts'
import { checkPages } from './check-pages.ts'
import { type MendedTask, mendLogs } from './mend-logs.ts'
import { keepRows } from './put-aside.ts'
import { salvage } from './salvage.ts'

/** What a repair did. */
export type Repair = {
  /** The database as it was before: a backup, or the damaged file itself. */
  kept: string
  /** How many rows of each table were saved from a file with damaged pages; null when its pages were sound. */
  saved: Record<string, number> | null
  /** Tasks of whose log something is lost. */
  mended: MendedTask[]
}

/**
 * Makes a data folder's database sound. One whose pages are sound is backed up, and its logs and tables are
 * mended in place; of one with damaged pages everything that can be read goes into a new one, and the file
 * itself is kept. The caller holds the folder's lock. Rejects with AppError `storage_failed` and
 * `data_newer_than_app`; then the database is as it was.
 */
export async function repairDatabase(folder: string, at: number): Promise<Repair> {
  const path = databasePath(folder)
  const database = isSound(path) ? await openBackedUp(folder, path, at) : null
  if (database !== null) {
    const kept = newBackupPath(folder, at)
    try {
      keepRows(database)
      return { kept, saved: null, mended: mendLogs(database, at) }
    } catch (error) {
      throw storageError(error, path)
    } finally {
      database.close()
    }
  }
  const fresh = `${path}.salvaged`
  try {
    clear(fresh)
    closeSync(openSync(fresh, 'wx', 0o600))
    const database = connectForWriting(fresh)
    const result = fill(database, path, fresh, at)
    const kept = putInPlace(path, fresh, 'damaged', at) ?? path
    return { kept, ...result }
  } catch (error) {
    throw storageError(error, path)
  } finally {
    clear(fresh)
  }
}

/**
 * Makes the backup and opens the database. Null when it cannot be opened though its pages are sound: what its
 * header says of it is damaged.
 */
async function openBackedUp(folder: string, path: string, at: number): Promise<Database | null> {
  await backUpFile(path, newBackupPath(folder, at))
  try {
    return openDatabase(folder, false, migrations)
  } catch (error) {
    const cause = error instanceof AppError ? error.cause : null
    const isDamaged = error instanceof AppError && error.code === 'storage_failed'
    if (!isDamaged || /^SQLITE_(IOERR|BUSY|FULL|READONLY|CANTOPEN)/.test(sqliteCodeOf(cause) ?? ''))
      throw error
    return null
  }
}

function fill(database: Database, path: string, fresh: string, at: number): Omit<Repair, 'kept'> {
  try {
    migrate(database, migrations, fresh)
    // The whole file is flushed before it gets its place.
    database.pragma('synchronous = OFF')
    const { rows, short } = salvage(path, database)
    const mended = mendLogs(database, at, short)
    database.pragma('journal_mode = DELETE')
    return { saved: rows, mended }
  } finally {
    database.close()
  }
}

/** Whether every page can be read and is what it should be. Throws where the disk does not answer. */
function isSound(path: string): boolean {
  let database: Database | undefined
  try {
    database = connectForReading(path)
    return checkPages(database).every(({ check }) => check !== 'pages')
  } catch (error) {
    const code = sqliteCodeOf(error)
    if (code === null || /^SQLITE_(IOERR|BUSY|FULL)/.test(code)) throw storageError(error, path)
    return false
  } finally {
    database?.close()
  }
}

function clear(fresh: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${fresh}${suffix}`, { force: true })
}
