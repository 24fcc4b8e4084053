import { AppError } from '../../contract/app-error.ts'
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

/** The same object with every method's SQLite errors turned by `storageError`, at any depth. */
export function withStorageErrors<T extends object>(part: T, path: string): T {
  const entries = Object.entries(part).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return [name, withStorageErrors(value, path)]
    if (typeof value !== 'function') return [name, value]
    const guarded = (...args: unknown[]): unknown => {
      try {
        return value(...args)
      } catch (error) {
        // A file error comes from the work given to `transaction`, and is not about this file.
        throw sqliteCodeOf(error) === null ? error : storageError(error, path)
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

function wordsFor(code: string, path: string): string {
  switch (code.replace(/^(SQLITE_[A-Z]+)_.*/, '$1')) {
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return `There is no room left on the disk for ${path}. Free some space and try again; nothing was lost.`
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return `Another program is holding ${path}. Close it and try again.`
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} may not be written. Check who owns it and its folder, and whether the disk is read-only.`
    case 'EEXIST':
    case 'ENOTDIR':
      return `${path} cannot be made: something on the way to it is a file where a folder should be.`
    case 'SQLITE_CANTOPEN':
      return `${path} cannot be opened. Check that its folder is there and may be read and written.`
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return `${path} is damaged or is no database. Close Treeline, move the file away, and put a backup in its place if there is one (${path}.backup-v…).`
    case 'SQLITE_IOERR':
      return `The disk failed while ${path} was used. Check the disk, then start Treeline again.`
    default:
      return `Storing in ${path} failed. Start Treeline again; if it happens again, check the disk.`
  }
}
