import { readControl } from './control-sequences.ts'

/** No terminal of ours is wider; what a program moves beyond it is not followed. Bounds the padding too. */
const MAXIMUM_COLUMN = 400

/** Lines longer than this are not written over in their middle, so that the cost stays linear. */
const MAXIMUM_OVERLAY = 1024

const CONTROL = /[\p{Cc}]/gu

/**
 * What a terminal would show of `raw` at the end, as lines: control sequences are gone, a line drawn again
 * after a carriage return shows its last state, frames drawn again with the cursor moved up show their last
 * one, backspaces have gone back. Nothing that scrolled by is lost: clearing the screen only starts a new
 * line. With `colours`, colour sequences stay (no others do), for people to look at. Time is linear in the
 * length. Never throws.
 */
export function plainText(raw: string, colours = false): string {
  const rows: string[] = ['']
  let row = 0
  let column = 0
  // After a carriage return the next text replaces the line instead of covering its beginning only.
  let returned = false

  const line = () => rows[row] ?? ''

  const put = (text: string) => {
    if (returned) {
      rows[row] = ''
      column = 0
      returned = false
    }
    if (text === '') return
    const old = line()
    if (column === old.length || old.length > MAXIMUM_OVERLAY || old.includes('\u001b')) {
      rows[row] = old + text
      column = old.length + text.length
      return
    }
    rows[row] = old.slice(0, column).padEnd(column) + text + old.slice(column + text.length)
    column += text.length
  }

  const newLine = () => {
    returned = false
    row += 1
    column = 0
    if (row === rows.length) rows.push('')
  }

  const freshLine = () => {
    row = rows.length - 1
    column = line().length
    if (column > 0) newLine()
  }

  const eraseLine = (how: number) => {
    const old = line()
    const at = returned ? 0 : column
    if (how === 0 && at >= old.length) return
    if (how !== 2 && at > 0 && (old.length > MAXIMUM_OVERLAY || old.includes('\u001b'))) return
    if (how === 2) {
      rows[row] = ''
      column = 0
    } else if (how === 0) rows[row] = old.slice(0, at)
    else rows[row] = ' '.repeat(Math.min(at, old.length, MAXIMUM_COLUMN)) + old.slice(at)
  }

  const follow = (at: number): number => {
    const { kind, count, end } = readControl(raw, at)
    switch (kind) {
      case 'colour':
        if (colours) {
          // At the line's end even when the cursor is not there: a colour covers no text.
          put('')
          rows[row] = `${line()}\u001b[${raw.slice(raw[at] === '\u001b' ? at + 2 : at + 1, end)}`
          column = line().length
        }
        break
      case 'up':
        row = Math.max(0, row - count)
        column = Math.min(column, line().length)
        break
      case 'down':
        row = Math.min(rows.length - 1, row + count)
        column = Math.min(column, line().length)
        break
      case 'left':
        column = Math.max(0, column - count)
        break
      case 'right':
        if (returned) column = 0
        returned = false
        if (column + count <= MAXIMUM_COLUMN) column += count
        break
      case 'return':
        returned = true
        break
      case 'home':
        freshLine()
        break
      case 'erase-line':
        eraseLine(count)
        break
      case 'erase-screen':
        if (count > 0) freshLine()
        else {
          eraseLine(0)
          rows.length = row + 1
        }
        break
      case 'none':
        break
      default:
        kind satisfies never
    }
    return end
  }

  let at = 0
  while (at < raw.length) {
    CONTROL.lastIndex = at
    const next = CONTROL.exec(raw)?.index ?? raw.length
    if (next > at) put(raw.slice(at, next))
    if (next === raw.length) break
    at = next + 1
    switch (raw[next]) {
      case '\n':
        newLine()
        break
      case '\r':
        returned = true
        break
      case '\b':
        column = Math.max(0, column - 1)
        break
      case '\t':
        put('\t')
        break
      default:
        at = follow(next)
    }
  }
  return rows.join('\n').toWellFormed()
}
