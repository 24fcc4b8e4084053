import { createClosestFinder } from './closest-lines.ts'
import { describeClosest } from './describe-closest.ts'
import { type EditResult, listNumbers, refuseEdit } from './edit-result.ts'
import { detectLineStyle, parseNumberedLines, withoutLineNumber } from './line-endings.ts'

export interface ExactEditOptions {
  /** Replace every occurrence. Otherwise there must be exactly one, or `expected` many. */
  replaceAll?: boolean
  /** How many occurrences there must be; all of them are replaced. Goes before `replaceAll`. */
  expected?: number
  /** The file does not exist: an empty `oldString` creates it, and no other can be found in it. */
  create?: boolean
}

/**
 * Replaces `oldString`, taken literally, by `newString` in a file's text. Never throws. Line breaks compare
 * equal however they are written, and what is put in gets those of the text it replaces, else those of the
 * file; everything else must match to the character. An empty `oldString` fills a file that does not exist or
 * is empty. An `oldString` copied from a listing (`12 | code`) that is not found as it is, is looked for
 * without its line numbers, which is a warning.
 */
export function applyExactEdit(
  original: string,
  oldString: string,
  newString: string,
  { replaceAll = false, expected, create = false }: ExactEditOptions = {},
): EditResult {
  if (oldString === '') {
    if (create || original === '') return { ok: true, content: newString, applied: 1, warnings: [] }
    return refuse(
      'The old text is empty but the file is not. Send the text to replace, or write the whole file.',
    )
  }
  if (create)
    return refuse(
      'The file does not exist, so nothing in it can be replaced. Send an empty old text to create it.',
    )
  const file = normalizeBreaks(original)
  let old = oldString.replaceAll('\r\n', '\n')
  let replacement = newString.replaceAll('\r\n', '\n')
  if (old === replacement) return refuse('The old and the new text are the same, so nothing would change.')

  const warnings: string[] = []
  let places = findAll(file.text, old)
  if (places.length === 0) {
    const listed = parseNumberedLines(old.split('\n'))
    // Numbers and nothing after them are no text to look for.
    if (listed?.lines.some((line) => line.trim() !== '')) {
      old = listed.lines.join('\n')
      replacement = replacement.split('\n').map(withoutLineNumber).join('\n')
      places = findAll(file.text, old)
      warnings.push('The line numbers before the old text were left out; send the text alone.')
    }
  }
  const refusal = refuseCount(file.text, old, places, expected ?? (replaceAll ? undefined : 1))
  if (refusal) return refuse(refusal)

  const content = replaceAt(original, file, places, old.length, replacement)
  if (content === original) return refuse('The old and the new text are the same, so nothing would change.')
  return { ok: true, content, applied: places.length, warnings }
}

function refuse(reason: string): EditResult {
  return refuseEdit([{ block: 1, reason }], 1)
}

/** `text` has \n for every \r\n; `crlf` holds the places, in `text`, of those that were \r\n, ascending. */
interface NormalText {
  text: string
  crlf: number[]
}

function normalizeBreaks(original: string): NormalText {
  const crlf: number[] = []
  for (let at = original.indexOf('\r\n'); at !== -1; at = original.indexOf('\r\n', at + 2)) {
    crlf.push(at - crlf.length)
  }
  return { text: crlf.length === 0 ? original : original.replaceAll('\r\n', '\n'), crlf }
}

/** `old` is not empty. */
function findAll(text: string, old: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(old); at !== -1; at = text.indexOf(old, at + old.length)) places.push(at)
  return places
}

/** Puts `replacement` at `places` of the text, ascending, working on the original so that the rest stays. */
function replaceAt(
  original: string,
  file: NormalText,
  places: readonly number[],
  length: number,
  replacement: string,
): string {
  const { eol } = detectLineStyle(original)
  const parts: string[] = []
  let copied = 0
  let passed = 0
  const inOriginal = (place: number) => {
    while ((file.crlf[passed] ?? Number.POSITIVE_INFINITY) < place) passed++
    return place + passed
  }
  for (const place of places) {
    const start = inOriginal(place)
    const end = inOriginal(place + length)
    const there = original.slice(start, end)
    const lineBreak = /\r?\n/.exec(there)?.[0] ?? eol
    parts.push(original.slice(copied, start), replacement.replaceAll('\n', lineBreak))
    copied = end
  }
  parts.push(original.slice(copied))
  return parts.join('')
}

/** Why the number of places is wrong, in words; undefined if it is right. `wanted` undefined: any but none. */
function refuseCount(
  text: string,
  old: string,
  places: readonly number[],
  wanted: number | undefined,
): string | undefined {
  if (places.length === 0) return describeMissing(text, old)
  if (wanted === undefined || places.length === wanted) return undefined
  const lines = listNumbers(lineNumbersAt(text, places.slice(0, 10)), places.length)
  const times = places.length === 1 ? 'once, at line' : `${places.length} times, at lines`
  const cure =
    wanted === 1
      ? 'Add the lines around the one you mean, or ask to replace all.'
      : `You expected ${wanted}. Read the file again and correct the number or the text.`
  return `The old text occurs ${times} ${lines}. ${cure}`
}

/** The line numbers, from 1, of ascending places. */
function lineNumbersAt(text: string, places: readonly number[]): number[] {
  let line = 1
  let at = 0
  return places.map((place) => {
    for (let next = text.indexOf('\n', at); next !== -1 && next < place; next = text.indexOf('\n', at)) {
      line++
      at = next + 1
    }
    return line
  })
}

function describeMissing(text: string, old: string): string {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  const search = old.replace(/^\n/, '').replace(/\n$/, '').split('\n')
  const closest = createClosestFinder(lines).closest(search)[0]
  const cure = 'Read the file again and copy the text exactly, spaces included.'
  return `The old text is not in the file. ${describeClosest(lines, search, closest)}\n${cure}`
}
