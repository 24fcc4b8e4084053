import { chmodSync, copyFileSync, existsSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../../../contract/app-error.ts'
import { connectForWriting, type Database, sqliteCodeOf, versionOf } from '../database.ts'
import { migrations } from '../migrations/all.ts'
import { databasePath } from '../open-database.ts'
import { putInPlace } from '../put-in-place.ts'
import { storageError } from '../storage-error.ts'
import { checkPages } from './check-pages.ts'

/**
 * Makes a copy of a backup the database of a data folder, after looking through every page of it, and keeps
 * the present one beside it. The caller holds the folder's lock. Returns where the present one is kept, or
 * null when there was none.
 *
 * Throws AppError `bad_request` for a file that is no sound database of ours, `data_newer_than_app`, and
 * `storage_failed`; then nothing was changed.
 */
export function restoreBackup(folder: string, file: string, at: number): string | null {
  const path = databasePath(folder)
  const copy = `${path}.checking`
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new AppError('bad_request', `There is no file ${file}.`)
  if (!found.isFile()) throw new AppError('bad_request', `${file} is no file.`)
  if (existsSync(path) && realpathSync(file) === realpathSync(path)) {
    throw new AppError('bad_request', `${file} is the database itself. Name a backup of it.`)
  }
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    clear(copy)
    copyFileSync(file, copy)
    chmodSync(copy, 0o600)
    // What a database that was not closed wrote last stands beside it.
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
    check(copy, file)
    return putInPlace(path, copy, 'replaced', at)
  } catch (error) {
    throw storageError(error, path)
  } finally {
    clear(copy)
  }
}

/** Takes a copy's own log into it and looks through it. */
function check(copy: string, file: string): void {
  let database: Database | undefined
  try {
    database = connectForWriting(copy)
    const version = versionOf(database)
    const isOurs = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'events'`).get() !== undefined
    if (version === 0 || !isOurs) throw new AppError('bad_request', `${file} is no database of Treeline.`)
    if (version > migrations.length) {
      throw new AppError(
        'data_newer_than_app',
        `${file} was made by a newer Treeline (its data is version ${version}, this one knows ${migrations.length}). Nothing was changed. Update Treeline first.`,
      )
    }
    const faults = checkPages(database)
    if (faults.length > 0) {
      const words = faults.map(({ message }) => message).join(' ')
      throw new AppError(
        'bad_request',
        `${file} is damaged, and was not put in place. ${words} To save what can be read of it, copy it into an empty data folder as treeline.db and run treeline doctor --repair there.`,
      )
    }
    database.pragma('journal_mode = DELETE')
  } catch (error) {
    const code = sqliteCodeOf(error)
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) {
      throw new AppError('bad_request', `${file} is damaged or is no database. Nothing was changed.`, {
        cause: error,
      })
    }
    throw error
  } finally {
    database?.close()
  }
}

function clear(copy: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${copy}${suffix}`, { force: true })
}
