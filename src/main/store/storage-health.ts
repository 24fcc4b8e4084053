import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Health, StorageTrouble } from '../../contract/health.ts'
import type { Database } from './database.ts'
import { reserveName } from './open-database.ts'
import { troubleKindOf } from './storage-error.ts'

/** How storing goes, for whoever has to stop working when it does not, and for the screen. */
export type StorageHealth = {
  now(): Health
  /** Calls back on every change. Returns how to stop. */
  listen(listener: (health: Health) => void): () => void
  /** Takes note of an error that came out of the database, with the words for people. */
  failed(cause: unknown, words: string): void
  /** Adds a sentence that people should read, once. */
  notice(words: string): void
  dispose(): void
}

/** How often it is tried whether storing works again, while it does not. */
const retryMs = 2_000

/** A disk with less room than this is still called full, lest the trouble ends and begins again all the time. */
const roomBytes = 32 * 1024 * 1024

/** What is tried out for room: more than most events take. */
const probeBytes = 256 * 1024

/** Enough for the log to take in that every task pauses, when the disk has no other room left. */
const reserveBytes = 1024 * 1024

const reservePath = (database: Database): string => join(dirname(database.name), reserveName)

/**
 * Watches over a database that is written to. A file beside it keeps a megabyte in reserve: when the disk is
 * full it is given up, so that what is at work can be paused in the log, and made again when there is room.
 */
export function createStorageHealth(database: Database): StorageHealth {
  const listeners = new Set<(health: Health) => void>()
  const notices: string[] = []
  let trouble: StorageTrouble | null = null
  let timer: NodeJS.Timeout | undefined

  const now = (): Health => ({ trouble, notices: [...notices] })

  function changed(): void {
    for (const listener of [...listeners]) listener(now())
  }

  function tryAgain(): void {
    if (!canStore(database, trouble?.kind === 'full')) return
    clearInterval(timer)
    timer = undefined
    trouble = null
    makeReserve(database)
    changed()
  }

  if (!database.readonly) makeReserve(database)

  return {
    now,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    failed(cause, message) {
      const kind = troubleKindOf(cause)
      if (kind === null || database.readonly || !database.open || trouble?.kind === kind) return
      if (kind === 'full') rmSync(reservePath(database), { force: true })
      trouble = { kind, message, since: Date.now() }
      // Damage does not pass by itself.
      if (kind !== 'damaged') timer ??= setInterval(tryAgain, retryMs).unref()
      changed()
    },
    notice(words) {
      if (notices.includes(words)) return
      notices.push(words)
      changed()
    },
    dispose() {
      clearInterval(timer)
      listeners.clear()
    },
  }
}

/** Whether something of the size of a long event could be stored now. Never throws. */
function canStore(database: Database, wasFull: boolean): boolean {
  if (!database.open || database.inTransaction) return false
  try {
    database.pragma('busy_timeout = 0')
    database.exec('BEGIN IMMEDIATE')
    try {
      database
        .prepare('INSERT OR REPLACE INTO drafts (key, text) VALUES (?, ?)')
        .run('probe', 'x'.repeat(probeBytes))
    } finally {
      if (database.inTransaction) database.exec('ROLLBACK')
    }
    if (wasFull && freeBytes(dirname(database.name)) < roomBytes) return false
    // What was rolled back never reached the disk; this does.
    database.pragma(`user_version = ${database.pragma('user_version', { simple: true })}`)
    return true
  } catch {
    return false
  } finally {
    database.pragma('busy_timeout = 2000')
  }
}

/** What an ordinary user may still write on the disk that holds a folder, in bytes. Throws what the file system says. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** Random bytes, since a file system may keep zeros in no room at all. Without room for it there is none. */
function makeReserve(database: Database): void {
  const path = reservePath(database)
  if (existsSync(path)) return
  try {
    const file = openSync(path, 'wx', 0o600)
    try {
      writeSync(file, randomBytes(reserveBytes))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch {
    rmSync(path, { force: true })
  }
}
