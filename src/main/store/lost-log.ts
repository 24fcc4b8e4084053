import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'

/** Where the index of the write-ahead log keeps, in the byte order of nearly every machine, how many frames it holds, and the log's salts: https://sqlite.org/walformat.html */
const frameCountAt = 16
const saltsAt = 32

/** The log's own header, and that of each of its frames. */
const headerBytes = 32
const frameHeaderBytes = 24

/**
 * To be called before a database is opened after a run that did not close it: says in words that its latest
 * commits are gone when that can be told, which is when its log is missing or shorter than the index beside
 * it says. Null when nothing speaks for a loss. Never throws.
 */
export function lostLog(path: string, didNotClose: boolean): string | null {
  try {
    if (!existsSync(path) || statSync(path).size === 0) return null
    const log = statSync(`${path}-wal`, { throwIfNoEntry: false })
    const index = readStart(`${path}-shm`, saltsAt + 8)
    const frames = index?.readUInt32LE(frameCountAt) ?? 0
    if (log === undefined) {
      return frames > 0 || (didNotClose && isInLogMode(path))
        ? `Treeline was not closed the last time, and its write-ahead log ${path}-wal is gone: what was stored last may be lost. Everything before it is there.`
        : null
    }
    if (index === null || frames === 0) return null
    const header = readStart(`${path}-wal`, headerBytes)
    const pageBytes = header === null ? 4_096 : header.readUInt32BE(8)
    const isThatLog = header?.subarray(16, 24).equals(index.subarray(saltsAt, saltsAt + 8)) ?? false
    const whole = Math.floor((log.size - headerBytes) / (frameHeaderBytes + pageBytes))
    if (isThatLog && whole >= frames) return null
    return `The write-ahead log ${path}-wal is shorter than it was: what was stored last may be lost. Everything before it is there.`
  } catch {
    return null
  }
}

/** Whether the database keeps a write-ahead log while it is open: bytes 18 and 19 of its header say so. */
function isInLogMode(path: string): boolean {
  const header = readStart(path, 20)
  return header?.[18] === 2 && header[19] === 2
}

function readStart(path: string, length: number): Buffer | null {
  if (!existsSync(path)) return null
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(length)
    return readSync(file, buffer, 0, length, 0) === length ? buffer : null
  } finally {
    closeSync(file)
  }
}
