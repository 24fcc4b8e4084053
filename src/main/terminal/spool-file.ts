import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { OutputWindow } from './fold-output.ts'
import { countLines, HEAD_BYTES, LINE_END, TAIL_BYTES } from './output-spool.ts'
import { wholeLength, wholeStart } from './utf8.ts'

/** A piece of a command's whole output, control sequences and all. */
export type OutputPiece = {
  text: string
  /** Bytes from the beginning of the file to that of `text`. */
  offset: number
  /** Where to go on. Null when nothing follows and nothing can any more. */
  nextOffset: number | null
  /** The length of the file now. */
  totalBytes: number
}

/**
 * Reads at most `maxCharacters` from `offset` on, in whole characters and, when more than a line fits, in
 * whole lines. An offset beyond the end, or inside a character, moves to the nearest that is possible.
 * `ended` says that the file will not grow. Rejects when there is no file.
 */
export async function readSpoolPiece(
  path: string,
  offset: number,
  maxCharacters: number,
  ended: boolean,
): Promise<OutputPiece> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const from = Math.min(Math.max(0, Math.floor(offset) || 0), size)
    // A character takes a byte or more. Never less than the longest, so that every read gets on.
    const wanted = Math.max(4, Math.min(Math.floor(maxCharacters) || 0, size - from))
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, from)
    let bytes = buffer.subarray(0, bytesRead)
    const start = from === 0 ? 0 : wholeStart(bytes)
    bytes = bytes.subarray(start)
    const last = from + start + bytes.length === size
    if (!(last && ended)) bytes = bytes.subarray(0, wholeLength(bytes))
    const lineEnd = bytes.lastIndexOf(LINE_END)
    if (!last && lineEnd !== -1) bytes = bytes.subarray(0, lineEnd + 1)
    const next = from + start + bytes.length
    return {
      text: bytes.toString(),
      offset: from + start,
      nextOffset: ended && next >= size ? null : next,
      totalBytes: size,
    }
  } finally {
    await file.close()
  }
}

function readBytes(file: number, from: number, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  return buffer.subarray(0, readSync(file, buffer, 0, length, from))
}

/**
 * The first and the last of a finished file, as much as memory held while it was written. `lines` and
 * `bytes` are those of the whole output. Throws when there is no file.
 */
export function readSpoolWindow(path: string, totals: { bytes: number; lines: number }): OutputWindow {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    if (size <= HEAD_BYTES + TAIL_BYTES) {
      return { head: readBytes(file, 0, size).toString(), tail: '', linesBetween: 0, bytesBetween: 0 }
    }
    const head = readBytes(file, 0, HEAD_BYTES)
    const tail = readBytes(file, size - TAIL_BYTES, TAIL_BYTES)
    const lineEnds = totals.lines - Number(tail.at(-1) !== LINE_END)
    return {
      head: head.subarray(0, wholeLength(head)).toString(),
      tail: tail.subarray(wholeStart(tail)).toString(),
      linesBetween: Math.max(0, lineEnds - countLines(head) - countLines(tail)),
      bytesBetween: totals.bytes - head.length - tail.length,
    }
  } finally {
    closeSync(file)
  }
}

/** Counts what a file holds whose command did not live to say it. Rejects when there is no file. */
export async function countSpool(path: string): Promise<{ bytes: number; lines: number }> {
  const file = await open(path, 'r')
  try {
    let bytes = 0
    let lines = 0
    let endsInLine = false
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 })) {
      bytes += chunk.length
      lines += countLines(chunk as Buffer)
      endsInLine = (chunk as Buffer).at(-1) !== LINE_END
    }
    return { bytes, lines: lines + Number(endsInLine) }
  } finally {
    await file.close()
  }
}
