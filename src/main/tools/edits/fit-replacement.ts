import { diffArrays } from 'diff'

/** A line to be written. `kept` is the index, among the lines found, of the file's own line it stands for. */
export interface FittedLine {
  text: string
  kept?: number
}

/** Edits between SEARCH and REPLACE beyond which only their common beginning and end are kept: bounds the time. */
const MOST_EDITS = 500

/**
 * Turns the REPLACE lines a model wrote into lines for the file, where `found` are the file's lines that
 * `search` was matched to, one for one. A line that SEARCH and REPLACE have in common is the file's own line,
 * untouched, even if the model copied it inexactly. Where the indentation of SEARCH differs from the file's,
 * a new line is moved as the line of the same indentation that it replaces, else as any line of the same
 * indentation, else relative to the nearest shallower or deeper one; tabs and spaces are converted when the
 * file has the one where the model wrote the other.
 */
export function fitReplacement(
  search: readonly string[],
  replace: readonly string[],
  found: readonly string[],
): FittedLine[] {
  const indents = (from: number, to: number) => {
    const byModel: Indents = new Map()
    for (let i = Math.max(from, 0); i < to; i++) {
      const model = search[i] ?? ''
      const file = found[i] ?? ''
      if (model.trim() === '' || file.trim() === '') continue
      if (!byModel.has(indentOf(model))) byModel.set(indentOf(model), indentOf(file))
    }
    return byModel
  }
  const overall = indents(0, search.length)
  const same = search.every((line, i) => indentOf(line) === indentOf(found[i] ?? ''))
  const fitted: FittedLine[] = []
  let searchAt = 0
  let replaceAt = 0
  for (const { removed, added, kept } of alignLines(search, replace)) {
    const end = searchAt + removed
    const around = same ? [] : [indents(searchAt, end), indents(searchAt - 1, searchAt), overall]
    for (let i = 0; i < added; i++) {
      const text = replace[replaceAt + i] ?? ''
      const across = indents(searchAt + i, Math.min(searchAt + i + 1, end))
      fitted.push({ text: same ? text : reindent(text, [across, ...around], overall) })
    }
    replaceAt += added + kept
    for (searchAt = end; searchAt < end + kept; searchAt++) {
      fitted.push({ text: found[searchAt] ?? '', kept: searchAt })
    }
  }
  return fitted
}

/** A stretch of the alignment: lines only in SEARCH, lines only in REPLACE, then lines in both. */
interface Stretch {
  removed: number
  added: number
  kept: number
}

function alignLines(search: readonly string[], replace: readonly string[]): Stretch[] {
  const changes = diffArrays([...search], [...replace], { maxEditLength: MOST_EDITS })
  if (!changes) return alignEdges(search, replace)
  const stretches: Stretch[] = [{ removed: 0, added: 0, kept: 0 }]
  for (const { count, added, removed } of changes) {
    let last = stretches.at(-1)
    if (!last || last.kept > 0) {
      last = { removed: 0, added: 0, kept: 0 }
      stretches.push(last)
    }
    if (added) last.added += count
    else if (removed) last.removed += count
    else last.kept += count
  }
  return stretches
}

function alignEdges(search: readonly string[], replace: readonly string[]): Stretch[] {
  const shorter = Math.min(search.length, replace.length)
  let head = 0
  while (head < shorter && search[head] === replace[head]) head++
  let tail = 0
  while (tail < shorter - head && search.at(-1 - tail) === replace.at(-1 - tail)) tail++
  const removed = search.length - head - tail
  const added = replace.length - head - tail
  return [
    { removed: 0, added: 0, kept: head },
    { removed, added, kept: tail },
  ]
}

/** The file's indentation by the model's. */
type Indents = Map<string, string>

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}

/** Moves one line. `tables` are asked in order for its very indentation, then `overall` for a related one. */
function reindent(line: string, tables: readonly Indents[], overall: Indents): string {
  if (line.trim() === '') return line
  const indent = indentOf(line)
  const text = line.slice(indent.length)
  for (const table of tables) {
    const file = table.get(indent)
    if (file !== undefined) return file + text
  }
  const models = [...overall.keys()].sort((a, b) => a.length - b.length)
  const shallower = models.findLast((model) => indent.startsWith(model))
  if (shallower !== undefined) {
    return overall.get(shallower) + convertIndent(indent.slice(shallower.length), overall) + text
  }
  const deeper = models.find((model) => model.startsWith(indent))
  if (deeper === undefined) return line
  const file = overall.get(deeper) ?? ''
  const less = convertIndent(deeper.slice(indent.length), overall).length
  return file.slice(0, Math.max(0, file.length - less)) + text
}

/** Rewrites spaces as tabs or tabs as spaces if that is what `overall` shows to lie between model and file. */
function convertIndent(indent: string, overall: Indents): string {
  for (const [model, file] of overall) {
    if (model === '' || file === '') continue
    if (/^ +$/.test(model) && /^\t+$/.test(file)) {
      const width = Math.max(1, Math.round(model.length / file.length))
      return indent.replace(
        / +/g,
        (run) => '\t'.repeat(Math.floor(run.length / width)) + ' '.repeat(run.length % width),
      )
    }
    if (/^\t+$/.test(model) && /^ +$/.test(file)) {
      const width = Math.max(1, Math.round(file.length / model.length))
      return indent.replaceAll('\t', ' '.repeat(width))
    }
  }
  return indent
}
