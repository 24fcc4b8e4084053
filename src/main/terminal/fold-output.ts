import { groupedNumber } from '../base/grouped-number.ts'
import { plainText } from './plain-text.ts'

/** How to fold. */
export type FoldOptions = {
  /** The result is never longer, in UTF-16 units. */
  maxCharacters: number
  /** Named in the fold's mark, so that the model knows how to read the rest. */
  commandId?: string
  /** Keeps colour sequences, for people to look at. */
  colours?: boolean
}

/** Raw output of which the middle may be missing. */
export type OutputWindow = {
  head: string
  /** What came last. Empty when `head` is everything. */
  tail: string
  /** Line ends and bytes that came between the two. */
  linesBetween: number
  bytesBetween: number
}

/** Of a very long text only this many times what is wanted is looked at on either side. */
const LOOKED_AT = 4
const LOOKED_AT_MINIMUM = 262_144

/** With less room beside the mark than this, only the end is kept. */
const MINIMUM_ROOM = 40

/** The number of line ends in `text`. */
export function countLineEnds(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

function mark(lines: number, characters: number, options: FoldOptions): string {
  const what =
    lines > 0
      ? `${groupedNumber(lines)} ${lines === 1 ? 'line' : 'lines'}`
      : `${groupedNumber(characters)} characters`
  const where = options.commandId ? `; whole output: read_command_output("${options.commandId}")` : ''
  return `${options.colours ? '\u001b[0m' : ''}… ${what} left out${where} …`
}

/** Whole lines, and whether a piece of one more line stands at the cut because they alone were too few. */
type Kept = { text: string; count: number; cutsLine: boolean }

/**
 * The first lines (or the last, from `end`) that fit into `room` characters, with a line end for each. When
 * they fill less than half of it, because the next line is very long, its nearest piece is kept too.
 */
function keep(lines: readonly string[], room: number, end: 'first' | 'last'): Kept {
  let used = 0
  let count = 0
  const next = () => lines[end === 'first' ? count : lines.length - 1 - count]
  for (let line = next(); line !== undefined && used + line.length < room; line = next()) {
    used += line.length + 1
    count++
  }
  const whole = end === 'first' ? lines.slice(0, count) : lines.slice(lines.length - count)
  const long = next()
  const piece = room - used - 2
  if (long === undefined || used > room / 2 || piece < 1) {
    return { text: whole.join('\n'), count, cutsLine: false }
  }
  const text = end === 'first' ? [...whole, `${long.slice(0, piece)}…`] : [`…${long.slice(-piece)}`, ...whole]
  return { text: text.join('\n'), count, cutsLine: true }
}

/** Cuts a window out of a text that is much longer than what is wanted of it. */
function windowOf(text: string, maxCharacters: number): OutputWindow {
  const side = Math.max(LOOKED_AT_MINIMUM, LOOKED_AT * maxCharacters)
  if (text.length <= 2 * side) return { head: text, tail: '', linesBetween: 0, bytesBetween: 0 }
  const between = text.slice(side, -side)
  return {
    head: text.slice(0, side),
    tail: text.slice(-side),
    linesBetween: countLineEnds(between),
    bytesBetween: Buffer.byteLength(between),
  }
}

/** What the model gets of output of which only `window` is at hand. See `fold`. */
export function foldWindow(window: OutputWindow, options: FoldOptions): string {
  const max = Math.max(0, Math.floor(options.maxCharacters))
  const whole = window.bytesBetween === 0
  const head = plainText(whole ? window.head + window.tail : window.head, options.colours)
  if (whole && head.length <= max) return head
  const tail = whole ? '' : plainText(window.tail, options.colours)

  const room = max - mark(0, Number.MAX_SAFE_INTEGER, options).length - 2
  if (room < MINIMUM_ROOM) return max === 0 ? '' : (whole ? head : tail).slice(-max).toWellFormed()

  // At a gap the last line before it and the first after it are pieces: whole lines go before them.
  const before = withoutPiece(head.split('\n'), whole, 'last')
  const after = withoutPiece(tail.split('\n'), whole, 'first')
  const first = keep(before, Math.floor(room / 3), 'first')
  const last = keep(whole ? before.slice(first.count) : after, room - first.text.length, 'last')
  const total = countLineEnds(head) + countLineEnds(tail) + window.linesBetween + 1
  const linesOut = total - first.count - last.count - Number(first.cutsLine) - Number(last.cutsLine)
  const bytesOut = head.length + tail.length + window.bytesBetween - first.text.length - last.text.length
  return [first.text, mark(linesOut, bytesOut, options), last.text].join('\n').toWellFormed()
}

function withoutPiece(lines: string[], whole: boolean, at: 'first' | 'last'): string[] {
  if (whole || lines.length === 1) return lines
  return at === 'first' ? lines.slice(1) : lines.slice(0, -1)
}

/**
 * What the model gets of a command's output: as a terminal would show it in the end (see `plainText`), and
 * when that is longer than `maxCharacters`, folded in the middle. Whole lines are kept, a third of the room
 * for the beginning and the rest for the end, where errors stand; a mark between them says how many lines
 * are left out and how to read them. A line that alone is too long is cut. Never throws.
 */
export function fold(text: string, options: FoldOptions): string {
  return foldWindow(windowOf(text, options.maxCharacters), options)
}
