import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import { connectForReading, connectForWriting, type Database, sqliteCodeOf, versionOf } from './database.ts'
import { type Migration, migrate } from './migrate.ts'
import { finishPuttingInPlace } from './put-in-place.ts'
import { storageError } from './storage-error.ts'

/** Where a data folder keeps its database. */
export const databasePath = (folder: string): string => join(folder, 'treeline.db')

/** No Treeline will ever have had so many migrations: a greater version is a damaged one. */
const mostVersions = 9_999

/** A file beside it that is there from the first time it was opened: see `createStorageHealth`. */
export const reserveName = 'treeline.reserve'

/**
 * Opens a data folder's database, making and migrating it as needed. With `readonly` nothing is made or
 * migrated, and one may read while another process writes.
 *
 * Throws AppError `data_newer_than_app` (and has written nothing) when a newer Treeline has been at work
 * there, `not_found` when there is nothing to read, and `storage_failed` for what the disk or file refuses.
 */
export function openDatabase(folder: string, readonly: boolean, migrations: readonly Migration[]): Database {
  const path = databasePath(folder)
  try {
    if (!readonly) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      finishPuttingInPlace(path)
      refuseEmptied(folder, path)
    }
    refuseNewer(path, storedVersion(path), migrations.length)
    return readonly ? openForReading(path, migrations.length) : openForWriting(path, migrations)
  } catch (error) {
    throw storageError(error, path)
  }
}

/**
 * Where Treeline has been at work and its database has become empty, a new one would hide that, and would take
 * the write-ahead log with it.
 */
function refuseEmptied(folder: string, path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found !== undefined && (found.size > 0 || !found.isFile())) return
  const hasLog = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
  const wasAtWork = found !== undefined && existsSync(join(folder, reserveName))
  if (!hasLog && !wasAtWork) return
  throw new AppError(
    'storage_failed',
    `${path} ${found === undefined ? 'is gone, though its log is there' : 'is empty, though Treeline has been at work here'}. Nothing was changed. Put it back, run “treeline restore” with a backup, or choose another data folder with --data.`,
  )
}

function openForWriting(path: string, migrations: readonly Migration[]): Database {
  // Transcripts are private. SQLite gives its side files the same rights.
  closeSync(openSync(path, 'a', 0o600))
  const database = connectForWriting(path)
  try {
    refuseNewer(path, versionOf(database), migrations.length)
    migrate(database, migrations, path)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function openForReading(path: string, newest: number): Database {
  if (!existsSync(path)) {
    throw new AppError('not_found', `There is no Treeline data at ${path}. Start Treeline there once.`)
  }
  const database = connectForReading(path)
  const version = versionOf(database)
  if (version === newest) return database
  database.close()
  throw new AppError(
    'storage_failed',
    `${path} was last used by an older Treeline (its data is version ${version}, this one reads ${newest}). Start this Treeline there once, so that it brings the data up to date.`,
  )
}

/**
 * The version of what is stored, 0 when there is nothing. Looks through a connection that cannot write,
 * since closing a writing one would fold the write-ahead log into the file.
 */
function storedVersion(path: string): number {
  if (!existsSync(path) || statSync(path).size === 0) return 0
  let database: Database | undefined
  try {
    database = connectForReading(path)
    return versionOf(database)
  } catch (error) {
    // A crash during the very first write leaves a journal that only a writer can roll back: it looks again.
    if (sqliteCodeOf(error) === 'SQLITE_READONLY_ROLLBACK') return 0
    throw error
  } finally {
    database?.close()
  }
}

function refuseNewer(path: string, stored: number, newest: number): void {
  if (stored < 0 || stored > mostVersions) {
    throw new AppError(
      'storage_failed',
      `${path} is damaged: its version is ${stored}, which no Treeline ever wrote. Nothing was changed. Run “treeline doctor --repair”, which keeps the file and saves what can be read of it.`,
    )
  }
  if (stored <= newest) return
  throw new AppError(
    'data_newer_than_app',
    `${path} was last used by a newer Treeline (its data is version ${stored}, this one knows ${newest}). Nothing was changed. Update Treeline, or start this one with another data folder.`,
  )
}
