/**
 * How strictly lines are compared, strictest first: byte for byte; without trailing whitespace; without
 * indentation; with runs of whitespace and typographic punctuation made plain. Each level accepts all that
 * the one before it does.
 */
export const MATCH_LEVELS = ['exact', 'trailing', 'indentation', 'spacing'] as const
export type MatchLevel = (typeof MATCH_LEVELS)[number]

/**
 * Where a run of lines was found. Line numbers count from 0 here. `starts` of an ambiguous search are the
 * first places, at most ten; `total` counts them all.
 */
export type Located =
  | { status: 'found'; start: number; level: MatchLevel }
  | { status: 'ambiguous'; starts: number[]; total: number }
  | { status: 'missing' }

/**
 * A hint counts within this many lines: models number lines from a listing that earlier edits of the same
 * task have shifted by some tens of lines. Farther off the text alone must be unique.
 */
export const NEAR = 40

const PLAIN: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
}

/** A line as the loosest level sees it. */
export function plainLine(line: string): string {
  return line
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[‘’“”–—…]/g, (mark) => PLAIN[mark] ?? mark)
}

const KEYS: Record<MatchLevel, (line: string) => string> = {
  exact: (line) => line,
  trailing: (line) => line.trimEnd(),
  indentation: (line) => line.trim(),
  spacing: plainLine,
}

/** The lines of one file, prepared for many searches. Preparing and each search take time linear in lines. */
export interface LineFinder {
  /**
   * Finds `search`, at least one line; `hint` counts from 0. Level by level, strictest first: a match at the
   * hinted line; else the match clearly nearest to it within `NEAR` lines (any other is at least twice as
   * far); else the only match in the whole file. Text goes before the hint, since models copy text better
   * than they count. Matches that the hint cannot tell apart are `ambiguous`.
   */
  locate(search: readonly string[], hint?: number): Located
}

export function createLineFinder(lines: readonly string[]): LineFinder {
  const levels = new Map<MatchLevel, { numbers: Int32Array; byKey: Map<string, number> }>()

  const prepare = (level: MatchLevel) => {
    let prepared = levels.get(level)
    if (!prepared) {
      const byKey = new Map<string, number>()
      const numbers = new Int32Array(lines.length)
      lines.forEach((line, i) => {
        const key = KEYS[level](line)
        const number = byKey.get(key) ?? byKey.size
        byKey.set(key, number)
        numbers[i] = number
      })
      prepared = { numbers, byKey }
      levels.set(level, prepared)
    }
    return prepared
  }

  return {
    locate(search, hint) {
      let ambiguous: Located | undefined
      for (const level of MATCH_LEVELS) {
        const { numbers, byKey } = prepare(level)
        const pattern = Int32Array.from(search, (line) => byKey.get(KEYS[level](line)) ?? -1)
        if (pattern.includes(-1)) continue
        const matches = collectMatches(numbers, pattern, hint)
        const start = choose(matches)
        if (start !== undefined) return { status: 'found', start, level }
        if (matches.total > 0)
          ambiguous ??= { status: 'ambiguous', starts: matches.starts, total: matches.total }
        if (ambiguous && hint === undefined) return ambiguous
      }
      return ambiguous ?? { status: 'missing' }
    },
  }
}

interface Matches {
  starts: number[]
  total: number
  nearest: number
  /** Distances in lines from the hint; Infinity without a hint or without such a match. */
  nearestDistance: number
  nextDistance: number
}

/** The one of `starts` that is meant, by the rule of `LineFinder.locate`, or undefined. */
export function pickPlace(starts: readonly number[], hint?: number): number | undefined {
  const matches = noMatches()
  for (const start of starts) addMatch(matches, start, hint)
  return choose(matches)
}

function noMatches(): Matches {
  return {
    starts: [],
    total: 0,
    nearest: -1,
    nearestDistance: Number.POSITIVE_INFINITY,
    nextDistance: Number.POSITIVE_INFINITY,
  }
}

function choose({ starts, total, nearest, nearestDistance, nextDistance }: Matches): number | undefined {
  if (total === 1) return starts[0]
  if (nearestDistance <= NEAR && nearestDistance * 2 <= nextDistance && nearestDistance < nextDistance)
    return nearest
  return undefined
}

/** Every place where `pattern` occurs in `numbers`, by Knuth, Morris and Pratt: linear whatever repeats. */
function collectMatches(numbers: Int32Array, pattern: Int32Array, hint: number | undefined): Matches {
  const found = noMatches()
  const fallback = borders(pattern)
  let matched = 0
  for (let i = 0; i < numbers.length; i++) {
    while (matched > 0 && numbers[i] !== pattern[matched]) matched = fallback[matched - 1] ?? 0
    if (numbers[i] === pattern[matched]) matched++
    if (matched < pattern.length) continue
    addMatch(found, i - pattern.length + 1, hint)
    matched = fallback[matched - 1] ?? 0
  }
  return found
}

function addMatch(found: Matches, start: number, hint: number | undefined): void {
  found.total++
  if (found.starts.length < 10) found.starts.push(start)
  if (hint === undefined) return
  const distance = Math.abs(start - hint)
  if (distance < found.nearestDistance) {
    found.nextDistance = found.nearestDistance
    found.nearestDistance = distance
    found.nearest = start
  } else if (distance < found.nextDistance) {
    found.nextDistance = distance
  }
}

/** For each prefix of the pattern, the length of its longest proper prefix that is also its suffix. */
function borders(pattern: Int32Array): Int32Array {
  const lengths = new Int32Array(pattern.length)
  let length = 0
  for (let i = 1; i < pattern.length; i++) {
    while (length > 0 && pattern[i] !== pattern[length]) length = lengths[length - 1] ?? 0
    if (pattern[i] === pattern[length]) length++
    lengths[i] = length
  }
  return lengths
}
