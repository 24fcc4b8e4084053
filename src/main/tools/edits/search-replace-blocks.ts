/** One SEARCH/REPLACE block as the model wrote it, escapes undone. An empty section is an empty list. */
export interface SearchReplaceBlock {
  search: string[]
  replace: string[]
  /** The line, counted from 1, at which the model says the search text begins. */
  line?: number
  /**
   * Whether the search text begins with a `-------` that no :start_line: precedes: it may be the file's own
   * line, or the end of a header the model left empty.
   */
  ruled: boolean
}

/** `problem` names the line of the diff, counted from 1, and what to write instead. */
export type ParsedBlocks =
  | { ok: true; blocks: SearchReplaceBlock[]; warnings: string[] }
  | { ok: false; block: number; total: number; problem: string }

/**
 * More blocks than any sensible call has: a model's longest answer holds a few hundred. Each costs a pass
 * over the file, so that the time an adversarial diff takes is bounded too.
 */
export const MOST_BLOCKS = 500

const OPEN = /^<{5,9} ?SEARCH>?[ \t]*$/
const MIDDLE = /^={7}[ \t]*$/
const CLOSE = /^>{5,9} ?REPLACE<?[ \t]*$/
const RULE = /^-{7}[ \t]*$/
const HEADER = /^:(start|end)_line:[ \t]*\[?(\d{0,9})\]?[ \t]*$/
const ESCAPED = /^\\+(?:[<>]{5,9}|={7}|-{7}|:start_line:|:end_line:)/

/**
 * Reads the blocks out of a diff:
 *
 *     <<<<<<< SEARCH
 *     :start_line:12      (optional, as is :end_line:, which is read over)
 *     -------             (ends those)
 *     lines of the file
 *     =======
 *     lines to put there
 *     >>>>>>> REPLACE
 *
 * Text outside blocks (file names, fences, prose) is ignored. A line of the file that looks like a marker
 * is written with a backslash before it, which is taken off here. Anything out of order is a problem and
 * never guessed at: a marker in the wrong place means text that was cut off or not escaped, and to apply what
 * is left would lose lines.
 */
export function parseSearchReplace(diff: string): ParsedBlocks {
  const lines = diff.split(/\r?\n/)
  const blocks: SearchReplaceBlock[] = []
  const warnings: string[] = []
  let part: 'outside' | 'search' | 'replace' = 'outside'
  let block = newBlock()
  const fail = (index: number, what: string): ParsedBlocks => {
    const number = part === 'outside' ? Math.max(blocks.length, 1) : blocks.length + 1
    return { ok: false, block: number, total: number, problem: `Line ${index + 1} of the diff: ${what}` }
  }

  for (const [index, line] of lines.entries()) {
    const marker = markerOf(line)
    if (part === 'outside') {
      if (marker === 'open') part = 'search'
      else if (marker === 'close' || (marker === 'middle' && blocks.length > 0))
        return fail(index, STRAY(line))
    } else if (part === 'search') {
      if (marker === 'middle') part = 'replace'
      else if (marker === 'open' || marker === 'close') return fail(index, NO_MIDDLE(line))
      else block.search.push(line)
    } else if (marker === 'close') {
      blocks.push(finishBlock(block, blocks.length + 1, warnings))
      block = newBlock()
      part = 'outside'
      if (blocks.length > MOST_BLOCKS)
        return fail(index, `more than ${MOST_BLOCKS} blocks. Split the edit into several calls.`)
    } else if (marker === 'middle') return fail(index, SECOND_MIDDLE)
    else if (marker === 'open') return fail(index, NO_CLOSE)
    else block.replace.push(line)
  }
  if (part === 'search') return fail(lines.length - 1, CUT_OFF('======='))
  if (part === 'replace') return fail(lines.length - 1, CUT_OFF('>>>>>>> REPLACE'))
  if (blocks.length === 0) return { ok: false, block: 1, total: 1, problem: NO_BLOCK }
  return { ok: true, blocks, warnings }
}

const SHAPE = '<<<<<<< SEARCH, the lines to find, =======, the new lines, >>>>>>> REPLACE'
const ESCAPE = 'If the line belongs to the file, write a backslash before it.'
const NO_BLOCK = `The diff holds no block. Write: ${SHAPE}, each marker on a line of its own.`
const STRAY = (line: string) => `${line.trim()} stands outside a block. ${ESCAPE}`
const NO_MIDDLE = (line: string) =>
  `${line.trim()} comes before the ======= of this block. Write: ${SHAPE}. ${ESCAPE}`
const SECOND_MIDDLE = `a second ======= in one block. ${ESCAPE}`
const NO_CLOSE = `<<<<<<< SEARCH comes before the >>>>>>> REPLACE of the block before it. ${ESCAPE}`
const CUT_OFF = (marker: string) =>
  `the diff ends before ${marker}; it may have been cut off. Send the whole block again.`

function markerOf(line: string): 'open' | 'middle' | 'close' | undefined {
  if (OPEN.test(line)) return 'open'
  if (MIDDLE.test(line)) return 'middle'
  if (CLOSE.test(line)) return 'close'
  return undefined
}

function newBlock(): SearchReplaceBlock {
  return { search: [], replace: [], ruled: false }
}

/** Takes the header off, undoes the escapes. */
function finishBlock(raw: SearchReplaceBlock, number: number, warnings: string[]): SearchReplaceBlock {
  const head = readHeader(raw.search)
  const misplaced = readHeader(raw.replace)
  if (misplaced.hinted)
    warnings.push(`Block ${number}: line hints belong in SEARCH; those in REPLACE were left out.`)
  const search = raw.search.slice(head.length)
  const block: SearchReplaceBlock = {
    search: search.map(unescapeMarker),
    replace: raw.replace.slice(misplaced.length).map(unescapeMarker),
    ruled: !head.hinted && RULE.test(search[0] ?? '') && !RULE.test(raw.replace[0] ?? ''),
  }
  if (head.line !== undefined) block.line = head.line
  return block
}

function readHeader(lines: readonly string[]): { length: number; hinted: boolean; line?: number } {
  let length = 0
  let line: number | undefined
  for (let match = HEADER.exec(lines[length] ?? ''); match; match = HEADER.exec(lines[length] ?? '')) {
    const value = Number(match[2])
    if (match[1] === 'start' && value > 0) line = value
    length++
  }
  if (length === 0) return { length, hinted: false }
  if (RULE.test(lines[length] ?? '')) length++
  return line === undefined ? { length, hinted: true } : { length, hinted: true, line }
}

function unescapeMarker(line: string): string {
  return ESCAPED.test(line) ? line.slice(1) : line
}
