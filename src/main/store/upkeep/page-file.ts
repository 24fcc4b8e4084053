import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'

/** The pages of a database file as the last whole commit left them, whatever state its trees are in. */
export type PageFile = {
  pageSize: number
  /** How many pages there are, from 1. */
  pageCount: number
  /** The bytes of a page, or null when the disk does not give them. The buffer is good until the next call. */
  page(number: number): Buffer | null
  close(): void
}

/** What every database of ours is made with, for a file whose header cannot be read. */
const ownPageSize = 4_096

const walHeaderBytes = 32
const frameHeaderBytes = 24

/**
 * Opens a database for reading page by page, past SQLite: no tree is followed, so that one damaged page hides
 * no other. Pages in the write-ahead log beside it (https://sqlite.org/fileformat2.html#walformat) go before
 * those of the file, as far as the log is whole. Throws what the file system says when the file cannot be opened.
 */
export function openPageFile(path: string): PageFile {
  const file = openSync(path, 'r')
  const size = fstatSync(file).size
  const header = readAt(file, 0, 100)
  const pageSize = pageSizeOf(header)
  const wal = openWal(`${path}-wal`, pageSize)
  const buffer = Buffer.alloc(pageSize)
  const pageCount = Math.max(Math.ceil(size / pageSize), ...(wal === null ? [0] : wal.places.keys()))

  return {
    pageSize,
    pageCount,
    page(number) {
      const inWal = wal?.places.get(number)
      try {
        const [from, offset] =
          wal !== null && inWal !== undefined ? [wal.file, inWal] : [file, (number - 1) * pageSize]
        buffer.fill(0)
        const length = readSync(from, buffer, 0, pageSize, offset)
        return length === 0 ? null : buffer
      } catch {
        // A sector that cannot be read costs its page and no more.
        return null
      }
    },
    close() {
      closeSync(file)
      if (wal !== null) closeSync(wal.file)
    },
  }
}

function pageSizeOf(header: Buffer): number {
  if (header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return ownPageSize
  const stated = header.readUInt16BE(16)
  const size = stated === 1 ? 65_536 : stated
  return size >= 512 && (size & (size - 1)) === 0 ? size : ownPageSize
}

/** Where the write-ahead log has the newest committed version of each page it holds; null without a usable one. */
function openWal(path: string, pageSize: number): { file: number; places: Map<number, number> } | null {
  if (!existsSync(path)) return null
  const file = openSync(path, 'r')
  const header = readAt(file, 0, walHeaderBytes)
  const magic = header.length === walHeaderBytes ? header.readUInt32BE(0) : 0
  if ((magic !== 0x377f0682 && magic !== 0x377f0683) || header.readUInt32BE(8) !== pageSize) {
    closeSync(file)
    return null
  }
  const sum = createChecksum(magic === 0x377f0683)
  sum.add(header.subarray(0, 24))
  const places = new Map<number, number>()
  const uncommitted = new Map<number, number>()
  const salts = header.subarray(16, 24)
  const { size } = fstatSync(file)
  for (let at = walHeaderBytes; at + frameHeaderBytes + pageSize <= size; at += frameHeaderBytes + pageSize) {
    const frame = readAt(file, at, frameHeaderBytes + pageSize)
    sum.add(frame.subarray(0, 8))
    sum.add(frame.subarray(frameHeaderBytes))
    // The first frame that does not fit ends the log: what follows is of an earlier round, or was never whole.
    if (!frame.subarray(8, 16).equals(salts) || !sum.is(frame.readUInt32BE(16), frame.readUInt32BE(20))) break
    uncommitted.set(frame.readUInt32BE(0), at + frameHeaderBytes)
    if (frame.readUInt32BE(4) === 0) continue
    for (const [page, offset] of uncommitted) places.set(page, offset)
    uncommitted.clear()
  }
  return { file, places }
}

/** The running checksum of a write-ahead log, over pairs of 32-bit words in the byte order of its magic number. */
function createChecksum(bigEndian: boolean) {
  let first = 0
  let second = 0
  return {
    add(bytes: Buffer): void {
      for (let at = 0; at + 8 <= bytes.length; at += 8) {
        const [one, two] = bigEndian
          ? [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
          : [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)]
        first = (first + one + second) >>> 0
        second = (second + two + first) >>> 0
      }
    },
    is: (one: number, two: number): boolean => one === first && two === second,
  }
}

function readAt(file: number, offset: number, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  return buffer.subarray(0, readSync(file, buffer, 0, length, offset))
}
