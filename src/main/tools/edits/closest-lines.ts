import { plainLine } from './locate-lines.ts'

/** A run of lines that resembles the one searched for. `start` counts from 0; `similarity` is 0 to 1. */
export interface CloseMatch {
  start: number
  /** How many lines of the file it covers: those searched for, or fewer in a file that is shorter. */
  count: number
  similarity: number
}

/** Finds what in a file comes closest to a text that is not in it. */
export interface ClosestFinder {
  /** The places most like `search`, best first, none overlapping a better one, at most five. */
  closest(search: readonly string[]): CloseMatch[]
}

const MOST_PLACES = 5
/** Places that the words alone pick for the careful comparison. */
const MOST_CANDIDATES = 12
/** The words of a place are the same a line or two off; the careful comparison looks there too. */
const SLACK = 2
/** Characters of a line whose words are looked at; minified files have lines of megabytes. */
const LINE_LIMIT = 2_000
/** Cells of edit-distance tables filled per search, about 50 ms; lines beyond it count as all different. */
const CELL_LIMIT = 8_000_000

/**
 * Two passes. The first slides a window over the words of the file and counts those it shares with the
 * search, linear in the size of the file; the second compares the best windows line by line by edit
 * distance, ignoring whitespace and typographic punctuation.
 */
export function createClosestFinder(lines: readonly string[]): ClosestFinder {
  const byWord = new Map<string, number>()
  let wordsOfLines: Int32Array[] | undefined
  const numberOf = (word: string) => {
    const number = byWord.get(word) ?? byWord.size
    byWord.set(word, number)
    return number
  }

  return {
    closest(search) {
      wordsOfLines ??= lines.map((line) => wordNumbers(line, numberOf))
      const wanted = search.map((line) => wordNumbers(line, numberOf))
      const count = Math.min(search.length, lines.length)
      if (count === 0) return []
      const plain = search.map(plainLine)
      const starts = new Set<number>()
      for (const start of candidateStarts(wordsOfLines, wanted, count)) {
        for (let at = start - SLACK; at <= start + SLACK; at++) {
          if (at >= 0 && at + count <= lines.length) starts.add(at)
        }
      }
      const budget = { cells: CELL_LIMIT }
      const matches = [...starts].map((start): CloseMatch => {
        const there = lines.slice(start, start + count).map(plainLine)
        return { start, count, similarity: similarityOf(plain, there, budget) }
      })
      return withoutOverlaps(matches.sort((a, b) => b.similarity - a.similarity || a.start - b.start))
    },
  }
}

function withoutOverlaps(sorted: CloseMatch[]): CloseMatch[] {
  const kept: CloseMatch[] = []
  for (const match of sorted) {
    if (kept.length === MOST_PLACES) break
    if (kept.every((better) => Math.abs(better.start - match.start) >= match.count)) kept.push(match)
  }
  return kept
}

function wordNumbers(line: string, numberOf: (word: string) => number): Int32Array {
  const words = line.slice(0, LINE_LIMIT).match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []
  return Int32Array.from(words, numberOf)
}

/** The best window start of each stretch of `count` lines, best first, by words shared with `wanted`. */
function candidateStarts(
  file: readonly Int32Array[],
  wanted: readonly Int32Array[],
  count: number,
): number[] {
  const need = new Map<number, number>()
  let needed = 0
  for (const line of wanted) {
    for (const word of line) need.set(word, (need.get(word) ?? 0) + 1)
    needed += line.length
  }
  const have = new Map<number, number>()
  let shared = 0
  let held = 0
  const shift = (line: Int32Array | undefined, by: 1 | -1) => {
    for (const word of line ?? []) {
      held += by
      const limit = need.get(word)
      if (limit === undefined) continue
      const before = have.get(word) ?? 0
      have.set(word, before + by)
      if (by === 1 ? before < limit : before <= limit) shared += by
    }
  }
  const best = new Map<number, { start: number; score: number }>()
  for (let end = 0; end < file.length; end++) {
    shift(file[end], 1)
    const start = end - count + 1
    if (start < 0) continue
    if (start > 0) shift(file[start - 1], -1)
    const score = (2 * shared) / (needed + held || 1)
    const stretch = Math.floor(start / count)
    if (score > (best.get(stretch)?.score ?? 0)) best.set(stretch, { start, score })
  }
  const top: { start: number; score: number }[] = []
  for (const window of best.values()) {
    const at = top.findIndex(({ score }) => window.score > score)
    if (at === -1 && top.length === MOST_CANDIDATES) continue
    top.splice(at === -1 ? top.length : at, 0, window)
    if (top.length > MOST_CANDIDATES) top.pop()
  }
  return top.map(({ start }) => start)
}

function similarityOf(
  search: readonly string[],
  there: readonly string[],
  budget: { cells: number },
): number {
  let distance = 0
  let total = 0
  for (const [i, line] of search.entries()) {
    const other = there[i] ?? ''
    total += Math.max(line.length, other.length)
    distance += editDistance(line, other, budget)
  }
  return total === 0 ? 1 : 1 - distance / total
}

/** Levenshtein's distance in UTF-16 units; when the budget does not reach, as if nothing in common remained. */
function editDistance(left: string, right: string, budget: { cells: number }): number {
  let start = 0
  let a = left.length
  let b = right.length
  while (start < a && start < b && left[start] === right[start]) start++
  while (a > start && b > start && left[a - 1] === right[b - 1]) {
    a--
    b--
  }
  const width = b - start
  const height = a - start
  if (width === 0 || height === 0) return Math.max(width, height)
  if (width * height > budget.cells) return Math.max(width, height)
  budget.cells -= width * height
  let row = Uint32Array.from({ length: width + 1 }, (_, i) => i)
  let next = new Uint32Array(width + 1)
  for (let i = 0; i < height; i++) {
    next[0] = i + 1
    const unit = left.charCodeAt(start + i)
    for (let j = 0; j < width; j++) {
      const changed = (row[j] ?? 0) + (unit === right.charCodeAt(start + j) ? 0 : 1)
      next[j + 1] = Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1)
    }
    ;[row, next] = [next, row]
  }
  return row[width] ?? 0
}
