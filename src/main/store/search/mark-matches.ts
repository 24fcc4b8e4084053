import type { SearchPiece } from '../../../contract/search.ts'
import type { Needle } from './parse-query.ts'
import { type Word, wordsOf } from './words.ts'

/** How much of a text is shown around what was found, in UTF-16 units, and how much of that comes before it. */
const shownLength = 220
const shownBefore = 50
/** What was found is looked for in the whole text, and the best place among so many is shown. */
const mostMarks = 200

type Mark = { needle: number; from: number; to: number }

/** How well a text fits, and the places where it does. */
export type Matches = { marks: Mark[]; words: number }

/** Finds the needles in a text, as the index does. */
export function findMatches(text: string, needles: readonly Needle[]): Matches {
  const longest = Math.max(0, ...needles.map(({ words }) => words.length))
  const marks: Mark[] = []
  const recent: Word[] = []
  let words = 0
  for (const word of wordsOf(text)) {
    words++
    recent.push(word)
    if (recent.length > longest) recent.shift()
    for (const [index, needle] of needles.entries()) {
      if (marks.length >= mostMarks || !endsWith(recent, needle)) continue
      const first = recent[recent.length - needle.words.length]
      marks.push({ needle: index, from: first?.from ?? word.from, to: word.to })
    }
  }
  return { marks, words }
}

function endsWith(recent: readonly Word[], { words, prefix }: Needle): boolean {
  const offset = recent.length - words.length
  if (offset < 0) return false
  return words.every((word, index) => {
    const said = recent[offset + index]?.word ?? ''
    return prefix && index === words.length - 1 ? said.startsWith(word) : said === word
  })
}

/**
 * The part of a text in which most of the needles stand, in pieces, those that fit marked. On one line: line ends
 * become spaces, and marks that turn the direction of writing are left out.
 */
export function showMatches(text: string, { marks }: Matches): SearchPiece[] {
  const from = bestStart(text, marks)
  const to = Math.min(text.length, from + shownLength)
  const pieces: SearchPiece[] = []
  const put = (start: number, end: number, marked: boolean) => {
    const words = onOneLine(wholeCharacters(text, start, end))
    if (words !== '') pieces.push({ text: words, marked })
  }
  if (from > 0) pieces.push({ text: '…', marked: false })
  let at = from
  for (const mark of [...marks].sort((a, b) => a.from - b.from)) {
    if (mark.to <= at || mark.from >= to) continue
    put(at, Math.max(at, mark.from), false)
    put(Math.max(at, mark.from), Math.min(to, mark.to), true)
    at = Math.min(to, mark.to)
  }
  put(at, to, false)
  if (to < text.length) pieces.push({ text: '…', marked: false })
  return pieces
}

/** Where to begin so that most different needles are shown. */
function bestStart(text: string, marks: Mark[]): number {
  const sorted = [...marks].sort((a, b) => a.from - b.from)
  let best = { from: 0, shown: 0 }
  for (const [index, { from }] of sorted.entries()) {
    const end = from + shownLength - shownBefore
    const near = sorted.slice(index).filter((mark) => mark.to <= end)
    const shown = new Set(near.map(({ needle }) => needle)).size
    if (shown > best.shown) best = { from, shown }
  }
  if (best.from <= shownBefore) return 0
  const start = best.from - shownBefore
  // Not in the middle of a word, where there is a space near.
  const space = text.slice(start, best.from).search(/\s/)
  return space === -1 ? start : start + space + 1
}

const onOneLine = (text: string): string =>
  text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/[\s\p{Cc}]+/gu, ' ')

/** A pair of surrogates at an end is left out rather than cut in two. */
const wholeCharacters = (text: string, from: number, to: number): string =>
  text
    .slice(from, to)
    .replace(/^[\udc00-\udfff]/, '')
    .replace(/[\ud800-\udbff]$/, '')
