import { type AnsiStyle, applySgr, plainStyle, styleClasses } from './ansi-style.ts'

/** A piece of a line, and the classes it is shown with. */
export type TerminalSpan = { text: string; className: string }

/** A line as it is written: a character and its style for every column. */
type Line = { characters: string[]; styles: AnsiStyle[] }

/** No program needs more; bounds what moving the cursor to the right may cost. */
const mostColumns = 1000

/** What may follow an escape character: `[ … letter`, also unfinished at the end; `] … BEL` and its likes; one letter. */
const sequences =
  /\[([0-9:;<=>?]*)[ -/]*([@-~])|\[[0-9:;<=>?]*[ -/]*$|[\]PX^_]\P{Cc}*(?:\p{Cc}\\?)?|[ -/]*[0-~]/uy

/**
 * What a terminal shows of some output, line by line: carriage returns, backspaces and small movements of
 * the cursor are followed, so that a progress bar is one line; colours become classes; everything else
 * (titles, clipboard, queries, hidden text) has no effect. Time is linear in the length. Never throws.
 */
export function readTerminal(output: string): TerminalSpan[][] {
  const lines: Line[] = [newLine()]
  let row = 0
  let column = 0
  let style = plainStyle

  const line = () => lines[row] as Line
  const moveDown = () => {
    row += 1
    if (row === lines.length) lines.push(newLine())
  }
  const put = (character: string) => {
    const { characters, styles } = line()
    while (characters.length < column) {
      characters.push(' ')
      styles.push(plainStyle)
    }
    characters[column] = character
    styles[column] = style
    column += 1
  }
  const erase = (how: number) => {
    const { characters, styles } = line()
    if (how === 0) {
      characters.length = Math.min(characters.length, column)
      styles.length = characters.length
    } else if (how === 2) {
      characters.length = 0
      styles.length = 0
    }
  }
  const follow = (parameters: string, final: string) => {
    const count = Math.max(1, Number.parseInt(parameters, 10) || 0)
    switch (final) {
      case 'm':
        if (!/[<=>?]/.test(parameters)) style = applySgr(style, parameters)
        return
      case 'A':
        row = Math.max(0, row - count)
        return
      case 'B':
        row = Math.min(lines.length - 1, row + count)
        return
      case 'C':
        column = Math.min(mostColumns, column + count)
        return
      case 'D':
        column = Math.max(0, column - count)
        return
      case 'G':
        column = Math.min(mostColumns, count - 1)
        return
      case 'K':
        erase(Number.parseInt(parameters, 10) || 0)
        return
      // Clearing and going home start below what is there: nothing that was printed is taken away.
      case 'H':
      case 'J':
        if (final === 'J' && !/^[23]/.test(parameters)) return
        row = lines.length - 1
        column = 0
        if (line().characters.length > 0) moveDown()
        return
    }
  }

  for (let at = 0; at < output.length; ) {
    const code = output.codePointAt(at) ?? 0
    const length = code > 0xffff ? 2 : 1
    if (code === 0x1b) {
      sequences.lastIndex = at + 1
      const found = sequences.exec(output)
      at += 1 + (found?.[0].length ?? 0)
      if (found?.[2] !== undefined) follow(found[1] ?? '', found[2])
      continue
    }
    if (code === 0x0a) {
      moveDown()
      column = 0
    } else if (code === 0x0d) column = 0
    else if (code === 0x08) column = Math.max(0, column - 1)
    else if (code === 0x09) put('\t')
    else if (code >= 0x20 && code !== 0x7f) put(output.slice(at, at + length))
    at += length
  }
  while (lines.length > 1 && lines.at(-1)?.characters.length === 0) lines.pop()
  return lines.map(spansOf)
}

function newLine(): Line {
  return { characters: [], styles: [] }
}

function spansOf({ characters, styles }: Line): TerminalSpan[] {
  const spans: TerminalSpan[] = []
  let from = 0
  for (let at = 1; at <= characters.length; at++) {
    if (at < characters.length && styles[at] === styles[from]) continue
    const className = styleClasses(styles[from] ?? plainStyle)
    spans.push({ text: characters.slice(from, at).join(''), className })
    from = at
  }
  return spans
}
