import { AppError } from '../../contract/app-error.ts'
import type { StorageTrouble } from '../../contract/health.ts'
import { sqliteCodeOf } from './database.ts'

/**
 * What to throw in place of an error that came out of SQLite or, where the files themselves are handled,
 * the file system: an AppError that says what happened, where, and what to do. Anything else is returned
 * as it is.
 */
export function storageError(error: unknown, path: string): unknown {
  const code = sqliteCodeOf(error) ?? fileCodeOf(error)
  if (code === null) return error
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return new AppError('conflict', `This is in ${path} already: ${messageOf(error)}.`, { cause: error })
  }
  // The other constraints are broken by bugs only, and no advice would help.
  if (code.startsWith('SQLITE_CONSTRAINT')) return error
  return new AppError('storage_failed', `${wordsFor(code, path)} (${code}: ${messageOf(error)})`, {
    cause: error,
  })
}

/**
 * What kind of trouble an error of SQLite or the file system is for whoever wants to store something, or null
 * when it is none: a broken constraint, or an error of another kind altogether.
 */
export function troubleKindOf(error: unknown): StorageTrouble['kind'] | null {
  const code = sqliteCodeOf(error) ?? fileCodeOf(error)
  if (code === null || code.startsWith('SQLITE_CONSTRAINT')) return null
  switch (familyOf(code)) {
    case 'SQLITE_FULL':
    case 'ENOSPC':
    case 'EDQUOT':
      return 'full'
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return 'busy'
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
    case 'SQLITE_CANTOPEN':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'read_only'
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return 'damaged'
    case 'SQLITE_IOERR':
    case 'EIO':
      return 'disk'
    default:
      return 'other'
  }
}

/**
 * The same object with every method's SQLite errors turned by `storageError`, at any depth. `onError` hears of
 * each, with the words that are thrown in its place.
 */
export function withStorageErrors<T extends object>(
  part: T,
  path: string,
  onError: (cause: unknown, turned: unknown) => void = () => {},
): T {
  const entries = Object.entries(part).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return [name, withStorageErrors(value, path, onError)]
    if (typeof value !== 'function') return [name, value]
    const guarded = (...args: unknown[]): unknown => {
      try {
        return value(...args)
      } catch (error) {
        // A file error comes from the work given to `transaction`, and is not about this file.
        if (sqliteCodeOf(error) === null) throw error
        const turned = storageError(error, path)
        onError(error, turned)
        throw turned
      }
    }
    return [name, guarded]
  })
  return Object.fromEntries(entries) as T
}

function fileCodeOf(error: unknown): string | null {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** `SQLITE_IOERR_WRITE` is one of `SQLITE_IOERR`. */
const familyOf = (code: string): string => code.replace(/^(SQLITE_[A-Z]+)_.*/, '$1')

function wordsFor(code: string, path: string): string {
  switch (familyOf(code)) {
    case 'SQLITE_FULL':
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: there is no room for ${path}. Free some space, then resume or try again; nothing that was stored is lost.`
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return `Another program is holding ${path}. Close it and try again.`
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} may not be written. Check who owns it and its folder, and whether the disk is read-only.`
    case 'EISDIR':
      return `${path} is a folder where a file should be. Move it away; nothing was changed.`
    case 'EEXIST':
    case 'ENOTDIR':
      return `${path} cannot be made: something on the way to it is a file where a folder should be.`
    case 'SQLITE_CANTOPEN':
      return `${path} cannot be opened. Check that its folder is there and may be read and written.`
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return `${path} is damaged or is no database. Nothing was changed. Close Treeline, then run “treeline doctor --repair”, which keeps the file and saves what can be read of it, or “treeline restore” with a backup.`
    case 'SQLITE_IOERR':
    case 'EIO':
      return `The disk failed while ${path} was used. Nothing was deleted. Check the disk and what it is connected with, then try again.`
    default:
      return `Storing in ${path} failed. Nothing that was stored is lost. Start Treeline again; if it happens again, run “treeline doctor --repair”.`
  }
}
