/** A run of text in one look. `from` is where it begins among the characters that were written. */
export type AnsiRun = { from: number; text: string; colour: AnsiColour | null; bold: boolean; dim: boolean }
type Look = Omit<AnsiRun, 'text' | 'from'>

export type AnsiColour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan'

const colours: Record<number, AnsiColour> = {
  31: 'red',
  32: 'green',
  33: 'yellow',
  34: 'blue',
  35: 'magenta',
  36: 'cyan',
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for
const sequence = /\u001b(?:\[([0-9;:?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g

/**
 * Splits terminal output into runs by its colours (ECMA-48 SGR: 30–37, 90–97, bold, dim). All other
 * control sequences are dropped, and a line that was written over by a carriage return shows its last text.
 */
export function parseAnsi(output: string): AnsiRun[] {
  const text = output.replace(/\r\n/g, '\n').replace(/^.*\r(?!$)/gm, '')
  const runs: AnsiRun[] = []
  let look: Look = { colour: null, bold: false, dim: false }
  let from = 0
  const add = (part: string) => {
    if (part !== '') runs.push({ ...look, from, text: part })
  }
  for (const match of text.matchAll(sequence)) {
    add(text.slice(from, match.index))
    from = match.index + match[0].length
    if (match[2] === 'm') look = applyCodes(look, match[1] ?? '')
  }
  add(text.slice(from))
  return runs
}

function applyCodes(look: Look, codes: string): Look {
  let next = look
  const numbers = codes.split(/[;:]/).map(Number)
  for (const code of numbers) {
    if (code === 0) next = { colour: null, bold: false, dim: false }
    else if (code === 1) next = { ...next, bold: true }
    else if (code === 2) next = { ...next, dim: true }
    else if (code === 22) next = { ...next, bold: false, dim: false }
    else if (code === 90) next = { ...next, dim: true, colour: null }
    else if (code === 39 || code === 30 || code === 37 || code === 97) next = { ...next, colour: null }
    else if (code >= 31 && code <= 36) next = { ...next, colour: colours[code] ?? null }
    else if (code >= 91 && code <= 96) next = { ...next, colour: colours[code - 60] ?? null }
    // A colour of the 256 or of RGB: what follows is its value and no code of its own.
    else if (code === 38 || code === 48) return next
  }
  return next
}
