import type { CloseMatch } from './closest-lines.ts'

/** Below this nothing is called similar: unrelated lines of one language are about 0.3 alike. */
const ALIKE = 0.5
const LINES_SHOWN = 10
const WIDTH_SHOWN = 160

/**
 * Tells a model what in the file came closest to the text it searched for: the lines with their numbers,
 * how alike they are, and the first line that differs. Lines longer than 160 characters are cut.
 */
export function describeClosest(
  lines: readonly string[],
  search: readonly string[],
  match: CloseMatch | undefined,
): string {
  if (!match || match.similarity < ALIKE) return 'Nothing in the file resembles it.'
  const { start, count, similarity } = match
  const differing = search.findIndex((line, i) => i >= count || line !== lines[start + i])
  const from = Math.max(0, Math.min(differing - 3, count - LINES_SHOWN))
  const to = Math.min(count, from + LINES_SHOWN)
  const text = [`Closest: ${lineRange(start, count)}, ${percent(similarity)} alike:`]
  if (from > 0) text.push('…')
  for (let i = from; i < to; i++) text.push(`${start + i + 1} | ${clip(lines[start + i] ?? '', 0)}`)
  if (to < count) text.push('…')
  if (differing >= 0 && differing < count) {
    text.push(
      describeDifference(start + differing + 1, lines[start + differing] ?? '', search[differing] ?? ''),
    )
  } else if (differing >= count) {
    text.push('The file ends there, the text you sent goes on.')
  }
  return text.join('\n')
}

/** "line 3" or "lines 3–5", for a start counted from 0. */
export function lineRange(start: number, count: number): string {
  return count > 1 ? `lines ${start + 1}–${start + count}` : `line ${start + 1}`
}

/** Rounded down, so that only what is equal is called 100 %. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`
}

function describeDifference(number: number, there: string, sent: string): string {
  let at = 0
  while (at < there.length && at < sent.length && there[at] === sent[at]) at++
  const from = Math.max(0, at - WIDTH_SHOWN / 2)
  const show = (line: string) => JSON.stringify(clip(line, from))
  return `First difference, line ${number}: the file has ${show(there)}, you sent ${show(sent)}.`
}

function clip(line: string, from: number): string {
  const end = from + WIDTH_SHOWN
  return (from > 0 ? '…' : '') + line.slice(from, end) + (line.length > end ? '…' : '')
}
