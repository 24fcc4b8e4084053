import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff'

/** A change as text to be read. Lines are counted, never characters. */
export interface UnifiedDiff {
  /** Unified format with `a/` and `b/` headers; '' when nothing differs. Applies as it is if `complete`. */
  patch: string
  added: number
  removed: number
  /** False when lines were left out of `patch`, which then says how many, or when it is only a summary. */
  complete: boolean
  /** False when the texts differ too much: then the counts are of all lines between the first and last change. */
  exact: boolean
}

export interface UnifiedDiffOptions {
  /** Characters of `patch`, apart from headers and marks of what was left out. Default 40,000. */
  maxChars?: number
}

/** Lines of context around a change: what `diff -u` and git show. */
const CONTEXT = 3
/** Lines added and removed beyond which the search is given up: it takes about 1 s there, and four times that at twice. */
const MOST_EDITS = 4_000
/** The same for a slow machine, in milliseconds. */
const LONGEST_SEARCH = 3_000
/** Changed lines beyond which no list of them is made at all. */
const MOST_LINES = 200_000
/** Characters shown of one line: minified files have lines of megabytes. */
const LINE_SHOWN = 2_000

/** Describes how the file at `path` went from `before` to `after`. Takes a few seconds at most on 5 MB. */
export function unifiedDiff(
  path: string,
  before: string,
  after: string,
  { maxChars = 40_000 }: UnifiedDiffOptions = {},
): UnifiedDiff {
  if (before === after) return { patch: '', added: 0, removed: 0, complete: true, exact: true }
  const change = findChange(before, after)
  const patch = compareLines(path, change)
  if (!patch) return summarize(path, change)
  const lines = patch.hunks.flatMap((hunk) => hunk.lines)
  const shown = cap(formatPatch(patch, FILE_HEADERS_ONLY), maxChars)
  return {
    patch: shown.text,
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    complete: shown.complete,
    exact: true,
  }
}

/** The lines between the first and the last difference, with their context. Every part is whole lines. */
interface Change {
  /** Lines of the file before `head`. */
  offset: number
  head: string
  removed: string
  added: string
  tail: string
}

/** Leaves out what is equal at both ends, so that a small change costs little in a file however large. */
function findChange(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length)
  let same = 0
  while (same < shorter && before.charCodeAt(same) === after.charCodeAt(same)) same++
  const start = same === 0 ? 0 : before.lastIndexOf('\n', same - 1) + 1
  let alike = 0
  const most = shorter - start
  while (
    alike < most &&
    before.charCodeAt(before.length - 1 - alike) === after.charCodeAt(after.length - 1 - alike)
  ) {
    alike++
  }
  const newline = before.indexOf('\n', before.length - alike)
  const end = newline === -1 ? before.length : newline + 1
  const endAfter = after.length - (before.length - end)

  let headStart = start
  for (let i = 0; i < CONTEXT && headStart > 0; i++) {
    headStart = headStart === 1 ? 0 : before.lastIndexOf('\n', headStart - 2) + 1
  }
  let tailEnd = end
  for (let i = 0; i < CONTEXT && tailEnd < before.length; i++) {
    const next = before.indexOf('\n', tailEnd)
    tailEnd = next === -1 ? before.length : next + 1
  }
  return {
    offset: countLines(before.slice(0, headStart)),
    head: before.slice(headStart, start),
    removed: before.slice(start, end),
    added: after.slice(start, endAfter),
    tail: before.slice(end, tailEnd),
  }
}

/** Undefined when it would take too long. */
function compareLines(path: string, change: Change): StructuredPatch | undefined {
  if (countLines(change.removed) + countLines(change.added) > MOST_LINES) return undefined
  const removed = splitLines(change.removed)
  const added = splitLines(change.added)
  const known = new Set(removed)
  if (!added.some((line) => known.has(line))) return replaceWhole(path, change, removed, added)
  const old = change.head + change.removed + change.tail
  const young = change.head + change.added + change.tail
  const patch = structuredPatch(`a/${path}`, `b/${path}`, old, young, undefined, undefined, {
    context: CONTEXT,
    maxEditLength: MOST_EDITS,
    timeout: LONGEST_SEARCH,
  })
  for (const hunk of patch?.hunks ?? []) {
    hunk.oldStart += change.offset
    hunk.newStart += change.offset
  }
  return patch
}

/** With no line in common there is nothing to search for, and the search would be at its slowest. */
function replaceWhole(path: string, change: Change, removed: string[], added: string[]): StructuredPatch {
  const mark = (sign: string, lines: string[]) =>
    lines.flatMap((line) =>
      line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file'],
    )
  const head = splitLines(change.head)
  const tail = splitLines(change.tail)
  const hunk = {
    oldStart: change.offset + 1,
    oldLines: head.length + removed.length + tail.length,
    newStart: change.offset + 1,
    newLines: head.length + added.length + tail.length,
    lines: [...mark(' ', head), ...mark('-', removed), ...mark('+', added), ...mark(' ', tail)],
  }
  return {
    oldFileName: `a/${path}`,
    newFileName: `b/${path}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [hunk],
  }
}

function summarize(path: string, change: Change): UnifiedDiff {
  const removed = countLines(change.removed)
  const added = countLines(change.added)
  const first = change.offset + countLines(change.head) + 1
  const headers = formatPatch(
    {
      oldFileName: `a/${path}`,
      newFileName: `b/${path}`,
      oldHeader: undefined,
      newHeader: undefined,
      hunks: [],
    },
    FILE_HEADERS_ONLY,
  )
  const text = `… too many differences to list: from line ${first} on, ${removed} lines became ${added} lines.\n`
  return { patch: headers + text, added, removed, complete: false, exact: false }
}

/** Cuts at whole lines, headers not counted. */
function cap(patch: string, maxChars: number): { text: string; complete: boolean } {
  const lines = patch.split('\n')
  const kept = lines.splice(0, 2)
  let complete = true
  let used = 0
  for (const [i, line] of lines.entries()) {
    const text = line.length > LINE_SHOWN ? clip(line) : line
    used += text.length + 1
    // The last piece is what follows the final newline: nothing.
    if (used > maxChars && i < lines.length - 1) {
      const left = lines.length - 1 - i
      kept.push(left === 1 ? '… 1 more line' : `… ${left} more lines`, '')
      return { text: kept.join('\n'), complete: false }
    }
    if (text !== line) complete = false
    kept.push(text)
  }
  return { text: kept.join('\n'), complete }
}

function clip(line: string): string {
  return `${line.slice(0, LINE_SHOWN)}… ${line.length - LINE_SHOWN} more characters`
}

/** With their newlines; the last line may have none. [] for ''. */
function splitLines(text: string): string[] {
  const lines = text.split('\n')
  const last = lines.pop()
  return last ? [...lines.map((line) => `${line}\n`), last] : lines.map((line) => `${line}\n`)
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return text === '' || text.endsWith('\n') ? count : count + 1
}
