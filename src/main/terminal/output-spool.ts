import { closeSync, openSync, writeSync } from 'node:fs'
import { groupedNumber } from '../base/grouped-number.ts'
import type { OutputWindow } from './fold-output.ts'
import { wholeLength, wholeStart } from './utf8.ts'

/** What is kept in memory, and of a spool that was cut: 64 KiB of the beginning, 192 KiB of the end. */
export const HEAD_BYTES = 64 * 1024
export const TAIL_BYTES = 192 * 1024

/** The most that one command's file takes, the end that is added to a cut one aside. */
export const SPOOL_LIMIT_BYTES = 64 * 1024 * 1024

/** The byte that ends a line. */
export const LINE_END = 0x0a

/** The output of one command on its way to its file. */
export type OutputSpool = {
  readonly bytes: number
  /** Line ends, and one for a last line without. */
  readonly lines: number
  /** Takes what came, in the order it came. Never throws: a disk that is full stops the file, not the command. */
  write(chunk: Buffer): void
  /** The first and the last of the output. */
  window(): OutputWindow
  /** Ends the file. `bytesNotKept` and `error` say honestly what it lacks. */
  close(): { bytesNotKept: number; error: string | null }
}

/** The last `limit` bytes written, in memory that grows with need to at most twice that. */
function createTail(limit: number) {
  let buffer = Buffer.alloc(Math.min(4096, 2 * limit))
  let length = 0
  return {
    push(chunk: Buffer): void {
      const last = chunk.length > limit ? chunk.subarray(chunk.length - limit) : chunk
      if (length + last.length > buffer.length) {
        const kept = buffer.subarray(Math.max(0, length - limit), length)
        const needed = kept.length + last.length
        const roomy = Math.max(needed, Math.min(2 * limit, buffer.length * 2))
        const next = roomy > buffer.length ? Buffer.alloc(roomy) : buffer
        kept.copy(next)
        buffer = next
        length = kept.length
      }
      last.copy(buffer, length)
      length += last.length
    },
    bytes: (): Buffer => buffer.subarray(Math.max(0, length - limit), length),
  }
}

/** The number of line ends in `bytes`. */
export function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(LINE_END); at !== -1; at = bytes.indexOf(LINE_END, at + 1)) count++
  return count
}

/** Cuts at whole lines where there are any, so that the mark stands between lines. */
function fromNextLine(bytes: Buffer): Buffer {
  const end = bytes.indexOf(LINE_END)
  return end === -1 || end === bytes.length - 1 ? bytes.subarray(wholeStart(bytes)) : bytes.subarray(end + 1)
}

/**
 * Opens the file at `path` for a command's output. Writes are synchronous: they go into the system's cache,
 * nothing queues up in memory however fast output comes, and what was read is safe when the app is killed.
 * Beyond `limitBytes` (64 KiB at least) the file gets no more; when it is closed, a mark that says so and the end of the
 * output follow. Throws when the file cannot be made.
 */
export function createOutputSpool(path: string, limitBytes = SPOOL_LIMIT_BYTES): OutputSpool {
  const file = openSync(path, 'wx', 0o600)
  const limit = Math.max(limitBytes, HEAD_BYTES)
  const head: Buffer[] = []
  const tail = createTail(TAIL_BYTES)
  let headBytes = 0
  let bytes = 0
  let written = 0
  let lineEnds = 0
  let endsInLine = false
  let error: string | null = null
  let closed: { bytesNotKept: number; error: string | null } | null = null

  const append = (chunk: Buffer): void => {
    if (error !== null) return
    try {
      for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at)
      written += chunk.length
    } catch (cause) {
      error = cause instanceof Error ? cause.message : String(cause)
    }
  }

  return {
    get bytes() {
      return bytes
    },
    get lines() {
      return lineEnds + Number(endsInLine)
    },
    write(chunk) {
      if (chunk.length === 0 || closed) return
      bytes += chunk.length
      lineEnds += countLines(chunk)
      endsInLine = chunk.at(-1) !== LINE_END
      const forHead = chunk.subarray(0, Math.max(0, HEAD_BYTES - headBytes))
      if (forHead.length > 0) head.push(Buffer.from(forHead))
      headBytes += forHead.length
      tail.push(chunk.subarray(forHead.length))
      append(chunk.subarray(0, Math.max(0, limit - written)))
    },
    window() {
      const first = Buffer.concat(head)
      const last = tail.bytes()
      const between = bytes - first.length - last.length
      if (between === 0) {
        return { head: Buffer.concat([first, last]).toString(), tail: '', linesBetween: 0, bytesBetween: 0 }
      }
      return {
        head: first.subarray(0, wholeLength(first)).toString(),
        tail: last.subarray(wholeStart(last)).toString(),
        linesBetween: lineEnds - countLines(first) - countLines(last),
        bytesBetween: between,
      }
    },
    close() {
      if (closed) return closed
      let bytesNotKept = bytes - written
      if (bytesNotKept > 0 && error === null) {
        const last = tail.bytes()
        const end = bytesNotKept <= last.length ? last.subarray(-bytesNotKept) : fromNextLine(last)
        bytesNotKept -= end.length
        if (bytesNotKept > 0) {
          const size = groupedNumber(bytesNotKept)
          append(Buffer.from(`\r\n… ${size} bytes left out: there was too much output to keep …\r\n`))
        }
        append(end)
      }
      closeSync(file)
      closed = { bytesNotKept, error }
      return closed
    },
  }
}
