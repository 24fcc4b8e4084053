import { createClosestFinder } from './closest-lines.ts'
import { type EditFailure, type EditResult, refuseEdit } from './edit-result.ts'
import { type FileLines, joinFileLines, splitFileLines } from './file-lines.ts'
import { createLineFinder } from './locate-lines.ts'
import { createBlockPlacer, type PlacedBlock } from './place-block.ts'
import { parseSearchReplace } from './search-replace-blocks.ts'

export interface SearchReplaceOptions {
  /** How alike search text and file must be, 0 to 1. Default 1: equal apart from whitespace and quotes. */
  similarity?: number
}

/**
 * Applies the SEARCH/REPLACE blocks of `diff` (see `parseSearchReplace`) to a file's text. Never throws.
 *
 * All blocks are applied or none. A half-applied edit is code nobody meant, approved by nobody in that form;
 * and a model told "block 3 failed" tends to send the whole call again, whose first blocks would then fail
 * too. So it gets every failure at once and the file as it was.
 *
 * All blocks are matched against the file as it was before the call, so line numbers mean what the model
 * read, the order of blocks does not matter, and no block can hit what another has just written. Blocks that
 * touch the same lines are a failure.
 *
 * A text that occurs several times needs a line number (`:start_line:`, or `12 | ` prefixes) that tells the
 * places apart; otherwise the block fails and names them. Guessing would edit the wrong place in silence.
 *
 * Line breaks, byte order mark, untouched lines and a final newline stay as they were; see `fitReplacement`
 * for indentation. A REPLACE that ends in a blank line may add a final newline, none can remove it.
 */
export function applySearchReplace(
  original: string,
  diff: string,
  { similarity = 1 }: SearchReplaceOptions = {},
): EditResult {
  const parsed = parseSearchReplace(diff)
  if (!parsed.ok) return refuseEdit([{ block: parsed.block, reason: parsed.problem }], parsed.total)

  const file = splitFileLines(original)
  const place = createBlockPlacer({
    lines: file.lines,
    finder: createLineFinder(file.lines),
    closest: createClosestFinder(file.lines),
    similarity,
  })
  const placed: NumberedBlock[] = []
  const failures: EditFailure[] = []
  for (const [i, block] of parsed.blocks.entries()) {
    const outcome = place(block)
    if (outcome.placed) placed.push({ ...outcome.block, number: i + 1 })
    else failures.push({ block: i + 1, reason: outcome.reason })
  }
  placed.sort((a, b) => a.start - b.start || a.number - b.number)
  failures.push(...findOverlaps(placed))
  if (failures.length > 0) {
    return refuseEdit(
      failures.sort((a, b) => a.block - b.block),
      parsed.blocks.length,
    )
  }

  const content = keepFinalNewline(joinFileLines(replaceLines(file, placed)), original, file.eol)
  if (content === original) return refuseEdit([{ block: 1, reason: NOTHING_CHANGES }], 1)
  const warnings = placed
    .sort((a, b) => a.number - b.number)
    .flatMap((block) => block.warnings.map((warning) => `Block ${block.number}: ${warning}`))
  return { ok: true, content, applied: placed.length, warnings: [...parsed.warnings, ...warnings] }
}

type NumberedBlock = PlacedBlock & { number: number }

const NOTHING_CHANGES =
  'SEARCH and REPLACE come to the same text. If the file should differ, write the new lines in REPLACE.'

function findOverlaps(sorted: readonly NumberedBlock[]): EditFailure[] {
  const failures: EditFailure[] = []
  let farthest: NumberedBlock | undefined
  for (const block of sorted) {
    if (farthest && block.start < farthest.start + farthest.count) {
      const [first, second] = [farthest, block].sort((a, b) => a.number - b.number) as [
        NumberedBlock,
        NumberedBlock,
      ]
      const reason = `it touches the same lines as block ${first.number} (around line ${block.start + 1}). Make one block of the two.`
      failures.push({ block: second.number, reason })
    }
    if (!farthest || block.start + block.count > farthest.start + farthest.count) farthest = block
  }
  return failures
}

/** `sorted` by start and not overlapping. A new line ends as the file's lines around it do. */
function replaceLines(file: FileLines, sorted: readonly NumberedBlock[]): FileLines {
  const lines: string[] = []
  const ends: FileLines['ends'] = []
  let at = 0
  const copyTo = (end: number) => {
    for (; at < end; at++) {
      lines.push(file.lines[at] ?? '')
      ends.push(file.ends[at] ?? '')
    }
  }
  for (const { start, count, fitted } of sorted) {
    copyTo(start)
    const nearby = file.ends[start] || file.ends[start - 1] || file.eol
    for (const { text, kept } of fitted) {
      lines.push(text)
      ends.push(kept === undefined ? nearby : (file.ends[start + kept] ?? nearby))
    }
    at = start + count
  }
  copyTo(file.lines.length)
  return { ...file, lines, ends }
}

function keepFinalNewline(content: string, original: string, eol: string): string {
  const empty = content === '' || content === '\uFEFF'
  return original.endsWith('\n') && !content.endsWith('\n') && !empty ? content + eol : content
}
