import { detectLineStyle, type EndOfLine } from './line-endings.ts'

/**
 * A text taken apart so that it can be put together again byte for byte. `lines` never hold their line
 * break; `ends[i]` is the break after `lines[i]`, '' after the last one. A text that ends in a line break has
 * an empty last line, so "a\n" is ['a', '']. A lone \r is an ordinary character.
 */
export interface FileLines {
  bom: boolean
  lines: string[]
  ends: (EndOfLine | '')[]
  /** The break used most in the file, for lines that have no neighbour to take theirs from. */
  eol: EndOfLine
}

const BOM = '\uFEFF'

export function splitFileLines(text: string): FileLines {
  const { bom, eol } = detectLineStyle(text)
  const lines: string[] = []
  const ends: (EndOfLine | '')[] = []
  let start = bom ? 1 : 0
  for (let at = text.indexOf('\n', start); at !== -1; at = text.indexOf('\n', start)) {
    const crlf = at > start && text[at - 1] === '\r'
    lines.push(text.slice(start, crlf ? at - 1 : at))
    ends.push(crlf ? '\r\n' : '\n')
    start = at + 1
  }
  lines.push(text.slice(start))
  ends.push('')
  return { bom, lines, ends, eol }
}

/** The reverse of `splitFileLines`; a line that is not the last and has no break of its own gets `eol`. */
export function joinFileLines({ bom, lines, ends, eol }: FileLines): string {
  const last = lines.length - 1
  const parts = lines.map((line, i) => (i === last ? line : line + (ends[i] || eol)))
  return (bom ? BOM : '') + parts.join('')
}
