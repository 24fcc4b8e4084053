import type { CloseMatch, ClosestFinder } from './closest-lines.ts'
import { describeClosest, lineRange, percent } from './describe-closest.ts'
import { listNumbers } from './edit-result.ts'
import { type FittedLine, fitReplacement } from './fit-replacement.ts'
import { parseNumberedLines, withoutLineNumber } from './line-endings.ts'
import { type LineFinder, type MatchLevel, NEAR, pickPlace } from './locate-lines.ts'
import type { SearchReplaceBlock } from './search-replace-blocks.ts'

/** Where a block goes: `fitted` takes the place of `count` lines from `start`, counted from 0. */
export interface PlacedBlock {
  start: number
  count: number
  fitted: FittedLine[]
  warnings: string[]
}

/** `reason` is for the model: see `EditFailure`. */
export type Placement = { placed: true; block: PlacedBlock } | { placed: false; reason: string }

/** The file a block is to be placed in. `similarity` below 1 also accepts what is merely that much alike. */
export interface PlacingContext {
  lines: readonly string[]
  finder: LineFinder
  closest: ClosestFinder
  similarity: number
}

/**
 * Blocks not in the file for which the closest lines are looked up: tens of milliseconds each in a file of
 * megabytes. A call with more of them was written from memory; reading the file again is the cure.
 */
const MOST_LOOKUPS = 10

/** One reading of the search text: literally, without line numbers, without the blank lines at its edges. */
interface Reading {
  search: string[]
  replace: string[]
  /** Counted from 0. */
  hint: number | undefined
  warnings: string[]
}

/** Returns a function that finds the place of one block after another in the same file. */
export function createBlockPlacer(file: PlacingContext): (block: SearchReplaceBlock) => Placement {
  let lookups = 0

  return function placeBlock(block) {
    const readings = readingsOf(block)
    const literal = readings[0]
    if (!literal) return placeWithoutSearch(file.lines, block)
    for (const reading of readings) {
      const located = file.finder.locate(reading.search, reading.hint)
      if (located.status === 'ambiguous')
        return { placed: false, reason: describeAmbiguous(located, reading.hint) }
      if (located.status === 'found') {
        const { start, level } = located
        const count = reading.search.length
        return { placed: true, block: settle(file, reading, start, count, levelWarning(level, start, count)) }
      }
    }
    if (lookups === MOST_LOOKUPS) return { placed: false, reason: 'the SEARCH text is not in the file.' }
    lookups++
    const closest = file.closest.closest(literal.search)
    const alike = chooseAlike(file, literal, closest)
    if (alike) return alike
    return { placed: false, reason: describeMissing(file, literal, closest[0]) }
  }
}

function readingsOf(block: SearchReplaceBlock): Reading[] {
  const hint = block.line === undefined ? undefined : block.line - 1
  const readings: Reading[] = []
  const add = (search: string[]) => {
    if (search.length === 0) return
    readings.push({ search, replace: block.replace, hint, warnings: [] })
    const trimmed = trimBlankEdges(search, block.replace)
    const numbered = parseNumberedLines(trimmed.search)
    const trimmedHint = hint === undefined ? undefined : hint + trimmed.before
    if (numbered) {
      const stated = trimmedHint ?? numbered.first - 1
      readings.push({ search: numbered.lines, hint: stated, ...unnumber(trimmed.replace) })
    }
    if (trimmed.search.length > 0 && trimmed.search.length < search.length) {
      readings.push({ search: trimmed.search, replace: trimmed.replace, hint: trimmedHint, warnings: [] })
    }
  }
  add(block.search)
  if (block.ruled) add(block.search.slice(1))
  return readings
}

/** Takes blank lines off both ends of the search text, and as many, if there, off those of the new text. */
function trimBlankEdges(search: readonly string[], replace: readonly string[]) {
  const blank = (line: string | undefined) => line !== undefined && line.trim() === ''
  let before = 0
  while (blank(search[before])) before++
  let after = 0
  while (after < search.length - before && blank(search[search.length - 1 - after])) after++
  let from = 0
  while (from < before && blank(replace[from])) from++
  let to = replace.length
  while (to > from && to > replace.length - after && blank(replace[to - 1])) to--
  return { search: search.slice(before, search.length - after), replace: replace.slice(from, to), before }
}

/** The new text of a block whose search text was numbered: its numbers, if any, are a listing's too. */
function unnumber(replace: string[]): { replace: string[]; warnings: string[] } {
  const whole = parseNumberedLines(replace)
  if (whole) return { replace: whole.lines, warnings: [] }
  const lines = replace.map(withoutLineNumber)
  const changed = lines.some((line, i) => line !== replace[i])
  return {
    replace: lines,
    warnings: changed ? ['line numbers at the start of REPLACE lines were left out.'] : [],
  }
}

function settle(
  file: PlacingContext,
  reading: Reading,
  start: number,
  count: number,
  warning?: string,
): PlacedBlock {
  const found = file.lines.slice(start, start + count)
  const fitted = fitReplacement(reading.search, reading.replace, found)
  const warnings = [...reading.warnings]
  if (warning) warnings.push(warning)
  if (reading.hint !== undefined && Math.abs(start - reading.hint) > NEAR) {
    warnings.push(
      `found at line ${start + 1}, far from line ${reading.hint + 1}; your line numbers may be out of date.`,
    )
  }
  if (fitted.length === count && fitted.every(({ text }, i) => text === found[i])) {
    warnings.push('SEARCH and REPLACE are the same, so nothing changed there.')
  }
  return { start, count, fitted, warnings }
}

function levelWarning(level: MatchLevel, start: number, count: number): string | undefined {
  switch (level) {
    case 'exact':
    case 'trailing':
      return undefined
    case 'indentation':
      return `SEARCH matched ${lineRange(start, count)} but for its indentation; REPLACE was indented to fit the file.`
    case 'spacing':
      return `SEARCH matched ${lineRange(start, count)} but for spacing or typographic quotes.`
    default:
      return level satisfies never
  }
}

/** An empty SEARCH says nothing about where; only in an empty file is there no question. */
function placeWithoutSearch(lines: readonly string[], block: SearchReplaceBlock): Placement {
  if (lines.length > 1 || lines[0] !== '') {
    const reason =
      'SEARCH is empty. To insert lines, put a neighbouring line in SEARCH and repeat it in REPLACE.'
    return { placed: false, reason }
  }
  const fitted = block.replace.map((text) => ({ text }))
  return { placed: true, block: { start: 0, count: 0, fitted, warnings: [] } }
}

function chooseAlike(file: PlacingContext, reading: Reading, closest: CloseMatch[]): Placement | undefined {
  const alike = closest.filter(
    (match) => match.similarity >= file.similarity && match.count === reading.search.length,
  )
  const starts = alike.map(({ start }) => start).sort((a, b) => a - b)
  const start = pickPlace(starts, reading.hint)
  const match = alike.find((candidate) => candidate.start === start)
  if (match) {
    const { count, similarity } = match
    const warning = `SEARCH matched ${lineRange(match.start, count)} only ${percent(similarity)}; check the result.`
    return { placed: true, block: settle(file, reading, match.start, count, warning) }
  }
  if (starts.length === 0) return undefined
  return { placed: false, reason: describeAmbiguous({ starts, total: starts.length }, reading.hint) }
}

function describeAmbiguous(
  { starts, total }: { starts: number[]; total: number },
  hint: number | undefined,
): string {
  const places = listNumbers(
    starts.map((start) => start + 1),
    total,
  )
  const which =
    hint === undefined
      ? 'Put :start_line:N and ------- above the text to say which you mean, or add the lines around it.'
      : `Line ${hint + 1} does not tell which is meant. Give its exact line in :start_line:, or add the lines around it.`
  return `the SEARCH text occurs ${total} times, at lines ${places}. ${which}`
}

function describeMissing(file: PlacingContext, reading: Reading, closest: CloseMatch | undefined): string {
  const written = reading.replace.some((line) => line.trim() !== '')
    ? file.finder.locate(reading.replace, reading.hint)
    : undefined
  if (written?.status === 'found' && written.level === 'exact') {
    const where = lineRange(written.start, reading.replace.length)
    return `the SEARCH text is not in the file, but the REPLACE text is, at ${where}: this edit may have been made already. Read the file again.`
  }
  const closestText = describeClosest(file.lines, reading.search, closest)
  return `the SEARCH text is not in the file. ${closestText}\nRead the file again and copy the lines to SEARCH exactly.`
}
