/** How a piece of terminal output looks. Colours are the eight of the terminal, 0 black to 7 white. */
export type AnsiStyle = {
  colour: number | null
  ground: number | null
  bold: boolean
  dim: boolean
  italic: boolean
  underline: boolean
  strike: boolean
  inverse: boolean
}

/** No colour, no emphasis. */
export const plainStyle: AnsiStyle = {
  colour: null,
  ground: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  inverse: false,
}

/**
 * The style after a "select graphic rendition" sequence, whose parameters are what stands between `ESC [`
 * and `m`. Colours of the palettes of 256 and of 16 million become the nearest of the eight, because only
 * those keep their contrast in both themes. Concealed text stays visible.
 */
export function applySgr(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map((code) => Number(code) || 0)
  let next = style
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0
    if (code === 38 || code === 48) {
      const { colour, used } = extendedColour(codes, at + 1)
      next = code === 38 ? { ...next, colour } : { ...next, ground: colour }
      at += used
    } else next = applyCode(next, code)
  }
  return next
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code >= 30 && code <= 37) return { ...style, colour: code - 30 }
  if (code >= 90 && code <= 97) return { ...style, colour: code - 90 }
  if (code >= 40 && code <= 47) return { ...style, ground: code - 40 }
  if (code >= 100 && code <= 107) return { ...style, ground: code - 100 }
  switch (code) {
    case 0:
      return plainStyle
    case 1:
      return { ...style, bold: true }
    case 2:
      return { ...style, dim: true }
    case 3:
      return { ...style, italic: true }
    case 4:
    case 21:
      return { ...style, underline: true }
    case 7:
      return { ...style, inverse: true }
    case 9:
      return { ...style, strike: true }
    case 22:
      return { ...style, bold: false, dim: false }
    case 23:
      return { ...style, italic: false }
    case 24:
      return { ...style, underline: false }
    case 27:
      return { ...style, inverse: false }
    case 29:
      return { ...style, strike: false }
    case 39:
      return { ...style, colour: null }
    case 49:
      return { ...style, ground: null }
    default:
      return style
  }
}

/** `5;n` picks of 256, `2;r;g;b` gives a colour outright. */
function extendedColour(codes: readonly number[], at: number): { colour: number | null; used: number } {
  if (codes[at] === 5) return { colour: ofPalette(codes[at + 1] ?? 0), used: 2 }
  if (codes[at] === 2) {
    return { colour: nearest(codes[at + 1] ?? 0, codes[at + 2] ?? 0, codes[at + 3] ?? 0), used: 4 }
  }
  return { colour: null, used: 0 }
}

/** xterm's palette: 16 named colours, a cube of 6 × 6 × 6, and 24 greys. */
function ofPalette(index: number): number {
  if (index < 16) return index % 8
  if (index >= 232) return index < 244 ? 0 : 7
  const cube = index - 16
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40)
  return nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6))
}

/** Each channel that is more than half of the brightest one counts; greys are black or white. */
function nearest(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  if (most - least < 32) return most < 128 ? 0 : 7
  const half = (most + least) / 2
  return (red > half ? 1 : 0) + (green > half ? 2 : 0) + (blue > half ? 4 : 0)
}

const inks = [
  'text-ink-3',
  'text-failed-ink',
  'text-done-ink',
  'text-approval-ink',
  'text-working-ink',
  'text-subtask-ink',
  'text-accent',
  'text-ink',
]
const grounds = [
  'bg-idle-soft',
  'bg-failed-soft text-failed-ink',
  'bg-done-soft text-done-ink',
  'bg-approval-soft text-approval-ink',
  'bg-working-soft text-working-ink',
  'bg-subtask-soft text-subtask-ink',
  'bg-accent-soft text-accent',
  'bg-idle-soft text-ink',
]

/** Tailwind classes for a style. Text on a coloured ground takes the ground's own ink, for its contrast. */
export function styleClasses(style: AnsiStyle): string {
  const ground = style.inverse ? (style.colour ?? 7) : style.ground
  return [
    ground !== null
      ? grounds[ground]
      : style.colour !== null
        ? inks[style.colour]
        : style.dim && 'text-ink-3',
    style.bold && 'font-semibold',
    style.italic && 'italic',
    style.underline && 'underline',
    style.strike && 'line-through',
  ]
    .filter(Boolean)
    .join(' ')
}
