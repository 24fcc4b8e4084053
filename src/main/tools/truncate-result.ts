import { groupedNumber } from '../base/grouped-number.ts'

/** Characters of a result that reach the model: some 10,000 tokens. */
export const RESULT_LIMIT = 40_000

/**
 * Folds a text that is too long for a model: its beginning and its end stay, cut at whole lines where that
 * is possible, and a mark between them says how much is left out. Never splits a character.
 */
export function truncateResult(text: string, limit: number = RESULT_LIMIT): string {
  if (text.length <= limit) return text
  const half = Math.floor((limit - 100) / 2)
  const head = wholeLines(text.slice(0, half), 'start')
  const tail = wholeLines(text.slice(text.length - half), 'end')
  const left = text.length - head.length - tail.length
  const lines = countLines(text) - countLines(head) - countLines(tail)
  const what = `${groupedNumber(left)} characters${lines > 1 ? ` in ${groupedNumber(lines)} lines` : ''}`
  return `${head}\n[… ${what} left out here …]\n${tail}`.toWellFormed()
}

/** Drops the piece of a line at the cut, unless that would take more than half of what there is. */
function wholeLines(text: string, side: 'start' | 'end'): string {
  if (side === 'start') {
    const cut = text.lastIndexOf('\n')
    return cut > text.length / 2 ? text.slice(0, cut) : text.replace(/[\ud800-\udbff]$/, '')
  }
  const cut = text.indexOf('\n')
  return cut !== -1 && cut < text.length / 2 ? text.slice(cut + 1) : text.replace(/^[\udc00-\udfff]/, '')
}

function countLines(text: string): number {
  let count = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
