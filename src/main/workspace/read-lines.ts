import { AppError } from '../../contract/app-error.ts'
import { decodeText, formatBytes, readingFile } from './files.ts'
import type { FilePlace } from './open-file.ts'

/** A stretch of a text file's lines. Line numbers count from 1. */
export type LineWindow = {
  /** Without their line ends; a line longer than the limit is cut, and says so. */
  lines: string[]
  from: number
  /** All lines of the file, or null when it is too large to count them. */
  total: number | null
  /** Why it stops where it does: the last line asked for, the end of the file, or a limit. */
  stopped: 'asked' | 'end' | 'lines' | 'bytes'
  fileBytes: number
}

export type LineRange = {
  from: number
  /** The last line wanted; Infinity for all. */
  to: number
  maxLines: number
  /** Bytes of text in all lines together. */
  maxBytes: number
}

/** Characters of one line that are shown: what is longer is data or minified. */
const LINE_LIMIT = 2_000
const CHUNK = 256 * 1024
/** Files up to this size are counted to their end, so that one learns how many lines there are: some 20 ms. */
const COUNTED_BYTES = 32 * 1024 * 1024
/** How far into a file a stretch may begin, some seconds of reading. */
const REACH = 1024 * 1024 * 1024

/**
 * Reads lines of a text file of any size with constant memory. Throws AppError for what is no UTF-8 text and
 * when `from` lies too deep in a huge file. Lines past the end are an empty window.
 */
export async function readLines(
  file: FilePlace,
  range: LineRange,
  signal?: AbortSignal,
): Promise<LineWindow> {
  return readingFile(file, async ({ bytes, read }) => {
    const scan = createScan(file, range)
    // A file of the kernel's says that it has no bytes, and has some all the same.
    const buffer = Buffer.allocUnsafe(bytes === 0 ? CHUNK : Math.min(CHUNK, bytes))
    let position = 0
    for (;;) {
      signal?.throwIfAborted()
      const atEnd = bytes > 0 && position >= bytes
      const length = atEnd ? 0 : await read(buffer, position)
      if (length === 0) return { ...scan.end(), fileBytes: Math.max(bytes, position) }
      scan.take(buffer.subarray(0, length), position === 0)
      position += length
      if (scan.full() && bytes > COUNTED_BYTES) return { ...scan.stop(), fileBytes: bytes }
      if (!scan.full() && position > REACH) throw tooDeep(file, range, bytes)
    }
  })
}

function tooDeep(file: FilePlace, range: LineRange, bytes: number): AppError {
  return new AppError(
    'bad_request',
    `${file.shown} has ${formatBytes(bytes)}, and line ${range.from} lies beyond the first ${formatBytes(REACH)}. Search it, or read it with a command.`,
  )
}

function createScan(file: FilePlace, { from, to, maxLines, maxBytes }: LineRange) {
  const lines: string[] = []
  let number = 1
  let taken = 0
  let stopped: LineWindow['stopped'] | null = null
  /** The beginning of the line being read, when it began in an earlier chunk. */
  let parts: Buffer[] = []
  let length = 0

  const wanted = () => number >= from && stopped === null
  const keep = (piece: Buffer) => {
    if (wanted()) {
      const room = LINE_LIMIT * 4 + 4 - Math.min(length, LINE_LIMIT * 4 + 4)
      // Copied, because the chunk's memory is used again.
      if (room > 0) parts.push(Buffer.from(piece.subarray(0, room)))
    }
    length += piece.length
  }
  const endLine = () => {
    if (wanted()) {
      const line = decodeLine(file, Buffer.concat(parts), length, number === 1)
      taken += Buffer.byteLength(line) + 1
      if (taken > maxBytes && lines.length > 0) stopped = 'bytes'
      else lines.push(line)
      if (stopped === null && number >= to) stopped = 'asked'
      if (stopped === null && lines.length >= maxLines) stopped = 'lines'
    }
    number++
    parts = []
    length = 0
  }
  const result = (total: number | null): Omit<LineWindow, 'fileBytes'> => ({
    lines,
    from,
    total,
    // A limit that fell on the last line cut nothing off.
    stopped: stopped !== null && from + lines.length - 1 !== total ? stopped : 'end',
  })

  return {
    full: () => stopped !== null,
    take(chunk: Buffer, first: boolean) {
      if (first || stopped === null) decodeText(file, firstWhole(chunk, first))
      let start = 0
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, start)) {
        keep(chunk.subarray(start, at))
        endLine()
        start = at + 1
      }
      keep(chunk.subarray(start))
    },
    end() {
      if (length > 0) endLine()
      return result(number - 1)
    },
    stop: () => result(null),
  }
}

/** What of a chunk shows whether the file is text: its beginning, which says the encoding, or its zero bytes. */
function firstWhole(chunk: Buffer, first: boolean): Buffer {
  if (!first) return chunk.includes(0) ? Buffer.of(0) : Buffer.alloc(0)
  if (chunk.includes(0)) return chunk
  return chunk.subarray(0, Math.max(chunk.lastIndexOf(10, 64 * 1024), 0))
}

function decodeLine(file: FilePlace, bytes: Buffer, length: number, first: boolean): string {
  const cut = bytes.length < length
  const whole = cut ? bytes.subarray(0, lastBoundary(bytes)) : bytes
  let line = decodeText(file, whole)
  if (first && line.startsWith('\uFEFF')) line = line.slice(1)
  if (!cut && line.endsWith('\r')) line = line.slice(0, -1)
  if (!cut && line.length <= LINE_LIMIT) return line
  const shown = line.slice(0, LINE_LIMIT).replace(/[\ud800-\udbff]$/, '')
  return `${shown}… [line cut here: it has ${length} bytes]`
}

/** Where the last whole UTF-8 character of `bytes` ends. */
function lastBoundary(bytes: Buffer): number {
  let at = bytes.length
  while (at > 0 && ((bytes[at - 1] ?? 0) & 0xc0) === 0x80) at--
  return Math.max(at - 1, 0)
}
