import Sqlite from 'better-sqlite3'
import { AppError } from '../../contract/app-error.ts'

/** An open connection. */
export type Database = Sqlite.Database

/**
 * How long a statement waits for another program's lock before it gives up. The engine stands still meanwhile,
 * so it is short; whoever could not write waits without standing still, and goes on when the lock is gone.
 */
const busyTimeoutMs = 2_000

/**
 * Pages of 4 KiB in the write-ahead log before it is folded into the file, which flushes both. Four times
 * SQLite's own: a task's small commits come in hundreds, and 16 MB of log are still read in no time.
 */
const checkpointPages = 4_000

/**
 * Connects to the file for writing, making it if it is missing: write-ahead log, every commit on the disk
 * when it returns (better-sqlite3's own default in WAL is NORMAL, which loses the last ones when the power
 * goes), foreign keys held. Throws what SQLite throws, and AppError `storage_failed` where a file system
 * cannot hold a write-ahead log.
 */
export function connectForWriting(path: string): Database {
  const database = new Sqlite(path, { timeout: busyTimeoutMs })
  try {
    if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
      throw new AppError(
        'storage_failed',
        `${path} lies on a file system that SQLite cannot share safely. Choose a data folder on a local disk.`,
      )
    }
    database.pragma('synchronous = FULL')
    database.pragma(`wal_autocheckpoint = ${checkpointPages}`)
    database.pragma('foreign_keys = ON')
    // A page whose cells cannot be right is then an error, before anything is read from it.
    database.pragma('cell_size_check = ON')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Connects to an existing file so that nothing can be written through it. Throws what SQLite throws. */
export function connectForReading(path: string): Database {
  return new Sqlite(path, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs })
}

/** A database that nobody else sees and that is gone when it is closed, in a temporary file when it grows. */
export function connectScratch(): Database {
  const database = new Sqlite('')
  database.pragma('synchronous = OFF')
  database.pragma('journal_mode = OFF')
  database.pragma('foreign_keys = OFF')
  return database
}

/** The version of what the file holds: how many migrations it has seen, 0 for an empty one. */
export function versionOf(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number
}

/** SQLite's name for what went wrong, such as `SQLITE_FULL`, or null when the error is none of SQLite's. */
export function sqliteCodeOf(error: unknown): string | null {
  return error instanceof Sqlite.SqliteError ? error.code : null
}
