import { hunkSides, type PatchHunk } from '../../../contract/patch-hunks.ts'

/** A hunk to be put in the place of its other side. */
export type Swap = {
  hunk: Pick<PatchHunk, 'lines' | 'oldStart' | 'newStart'>
  /** `before`: the change is taken back; `after`: it is made again. */
  to: 'before' | 'after'
  /** Whether the text is, line for line, the one that the hunk's numbers count on. */
  counted: boolean
}

/**
 * The text with the lines of a hunk's one side, its context included, replaced by those of the other. They have to
 * stand there exactly, line ends included, and once, unless the lines' numbers can be trusted: `gone` and `several`
 * say that they do not.
 */
export function swapHunk(text: string, { hunk, to, counted }: Swap): { text: string } | 'gone' | 'several' {
  const { before, after } = hunkSides(hunk)
  const [from, into, start] =
    to === 'before' ? [after, before, hunk.newStart] : [before, after, hunk.oldStart]
  const lines = splitLines(text)
  const put = (at: number) => ({ text: lines.toSpliced(at, from.length, ...into).join('') })
  if (from.length === 0) return lines.length === 0 ? put(0) : 'gone'
  const places: number[] = []
  for (let at = 0; at + from.length <= lines.length; at++) {
    if (from.every((line, index) => lines[at + index] === line)) places.push(at)
  }
  const [first] = places
  if (first === undefined) return 'gone'
  if (places.length === 1) return put(first)
  return counted && places.includes(start - 1) ? put(start - 1) : 'several'
}

/** With their line ends; the last one may have none. [] for ''. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
