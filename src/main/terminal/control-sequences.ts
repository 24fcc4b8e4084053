/** What a control sequence does to text, as far as text without a screen can follow it. */
export type Control = {
  /**
   * `up`, `down`, `left`, `right`: moves the cursor by `count`. `return`: to the line's beginning.
   * `home`: somewhere on the screen. `erase-line`, `erase-screen`: `count` 0 from the cursor on, 1 up to the
   * cursor, 2 the whole. `colour`: sets colours (SGR). `none`: nothing that text shows.
   */
  kind:
    | 'up'
    | 'down'
    | 'left'
    | 'right'
    | 'return'
    | 'home'
    | 'erase-line'
    | 'erase-screen'
    | 'colour'
    | 'none'
  count: number
  /** Index after the sequence. */
  end: number
}

const ESC = 0x1b
const STRING_OPENERS = ']PX^_'

const none = (end: number): Control => ({ kind: 'none', count: 0, end })

/** ECMA-48 §5.4: parameters 30–3F, intermediates 20–2F, then one final byte 40–7E. */
function readCsi(text: string, from: number): Control {
  let at = from
  while (at < text.length && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x3f) at++
  const parameters = text.slice(from, Math.min(at, from + 16))
  const plain = at
  while (at < text.length && text.charCodeAt(at) >= 0x20 && text.charCodeAt(at) <= 0x2f) at++
  const final = text.charCodeAt(at)
  if (!(final >= 0x40 && final <= 0x7e)) return none(at)
  const end = at + 1
  if (plain !== at) return none(end)
  const first = Number.parseInt(parameters, 10)
  const move = (kind: Control['kind']): Control => ({ kind, count: first > 0 ? first : 1, end })
  const erase = (kind: Control['kind']): Control => ({ kind, count: first > 0 ? Math.min(first, 2) : 0, end })
  switch (text[at]) {
    case 'A':
    case 'F':
      return move('up')
    case 'B':
    case 'E':
      return move('down')
    case 'C':
      return move('right')
    case 'D':
      return move('left')
    case 'G':
    case '`':
      return first > 1 ? none(end) : { kind: 'return', count: 1, end }
    case 'H':
    case 'f':
      return move('home')
    case 'J':
      return erase('erase-screen')
    case 'K':
      return erase('erase-line')
    case 'm':
      return /^[\d;:]*$/.test(text.slice(from, at)) ? { kind: 'colour', count: 0, end } : none(end)
    default:
      return none(end)
  }
}

/**
 * A string for the terminal itself: a title, a link, an image. It ends with ST or BEL, and here with its
 * line too, so that a program that never ends one cannot hide what follows.
 */
function readString(text: string, from: number): Control {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x07 || code === 0x9c) return none(at + 1)
    if (code === 0x0a) return none(at)
    if (code === ESC) return none(text[at + 1] === '\\' ? at + 2 : at)
  }
  return none(text.length)
}

/**
 * Reads the control sequence at `at`, where ESC or a C1 control stands. It looks at each character once:
 * `util.stripVTControlCharacters` takes seconds for 100 KB of unended OSC, which any program may print, and
 * leaves titles with a space in them standing.
 */
export function readControl(text: string, at: number): Control {
  const code = text.charCodeAt(at)
  if (code === 0x9b) return readCsi(text, at + 1)
  if (code === 0x90 || code === 0x98 || (code >= 0x9d && code <= 0x9f)) return readString(text, at + 1)
  if (code !== ESC) return none(at + 1)
  const next = text[at + 1]
  if (next === undefined) return none(at + 1)
  if (next === '[') return readCsi(text, at + 2)
  if (STRING_OPENERS.includes(next)) return readString(text, at + 2)
  if (next === 'M') return { kind: 'up', count: 1, end: at + 2 }
  let end = at + 1
  while (end < text.length && text.charCodeAt(end) >= 0x20 && text.charCodeAt(end) <= 0x2f) end++
  const final = text.charCodeAt(end)
  return none(final >= 0x30 && final <= 0x7e ? end + 1 : end)
}
