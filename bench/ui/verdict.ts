import { median } from './statistics.ts'

/** How a figure is bounded. `least` and `most` are inclusive. */
export type Bound = { most: number } | { least: number }

/** What the machine itself can do, measured on an empty page right before and after. See `calmEnough`. */
export type Floor = {
  /** The rate of empty frames, of the slower of both. */
  fps: number
  /** The longest of them in ms. */
  worst: number
  /** The slowest key in a bare text field in ms; null where nobody types. */
  key: number | null
  /** How many times longer a stretch of the page's own work took than the sum of its pieces at their fastest. */
  slowdown: number
}

/** What one measurement gives: the figure's value, NaN when there was none, and what else is worth a word. */
export type Measured = { value: number; note: string }

/** A measurement and the floor it stands on. */
export type Sample = Measured & { floor: Floor }

/** What a figure needs of the machine: load makes it worse, or it is no matter of time. */
export type Needs = 'frame rate' | 'longest frame' | 'time' | 'typing' | 'nothing'

/** A figure's name, unit and bound. */
export type Figure = { name: string; unit: string; bound: Bound; needs: Needs }

/** Unjudged: broken, but on a machine that was too busy to tell whose fault it is. */
export type Verdict = 'kept' | 'broken' | 'unjudged'

/** Below this rate of an empty page the machine cannot show 50 frames a second of anything. */
const leastRate = 57
/** An empty frame longer than this leaves a limit of 100 ms too little room. */
const longestEmptyFrame = 50
/** A key in a bare field that takes longer leaves a limit of 50 ms too little room: two frames. */
const slowestBareKey = 34
/** Beyond this, others have so much of the processor that no time says anything about the page. */
const mostSlowdown = 1.3

/** Whether a machine with this floor can tell whether a figure is kept. */
export function calmEnough(needs: Needs, floor: Floor): boolean {
  if (needs === 'nothing') return true
  if (floor.slowdown > mostSlowdown) return false
  switch (needs) {
    case 'time':
      return true
    case 'frame rate':
      return floor.fps >= leastRate
    case 'longest frame':
      return floor.worst <= longestEmptyFrame
    case 'typing':
      return floor.worst <= longestEmptyFrame && (floor.key ?? 0) <= slowestBareKey
    default: {
      const unknown: never = needs
      throw new Error(`Unknown need ${String(unknown)}`)
    }
  }
}

/** Whether a value is within its bound. NaN, where nothing could be measured, never is. */
export function within(bound: Bound, value: number): boolean {
  return 'most' in bound ? value <= bound.most : value >= bound.least
}

/**
 * Judges a figure by the median of its samples on a calm machine. Load only ever makes a figure worse, so one that is
 * kept on a busy machine is kept; one that is not is `unjudged` then.
 */
export function judge(figure: Figure, samples: readonly Sample[]): { verdict: Verdict; value: number } {
  const calm = samples.filter(({ floor }) => calmEnough(figure.needs, floor))
  const value = median((calm.length > 0 ? calm : samples).map((sample) => sample.value))
  if (within(figure.bound, value)) return { verdict: 'kept', value }
  return { verdict: calm.length > 0 ? 'broken' : 'unjudged', value }
}

/** The line that is printed for a figure. */
export function verdictLine(figure: Figure, samples: readonly Sample[]): string {
  const { verdict, value } = judge(figure, samples)
  const { bound, unit, name } = figure
  const limit = 'most' in bound ? `at most ${bound.most} ${unit}` : `at least ${bound.least} ${unit}`
  const each = samples.length > 1 ? ` of ${samples.map((sample) => shown(sample.value)).join(', ')}` : ''
  const nearest = samples.toSorted((a, b) => Math.abs(a.value - value) - Math.abs(b.value - value))[0]
  const note = nearest === undefined || nearest.note === '' ? '' : `; ${nearest.note}`
  return `${words[verdict]}  ${name}: ${shown(value)} ${unit}${each} (${limit})${note}; ${floorWords(samples)}`
}

const words: Record<Verdict, string> = { kept: 'kept    ', broken: 'BROKEN  ', unjudged: 'too busy' }

function floorWords(samples: readonly Sample[]): string {
  const fps = Math.min(...samples.map(({ floor }) => floor.fps))
  const worst = Math.max(...samples.map(({ floor }) => floor.worst))
  const keys = samples.flatMap(({ floor }) => (floor.key === null ? [] : [floor.key]))
  const key = keys.length === 0 ? '' : `, a key in it up to ${shown(Math.max(...keys))} ms`
  const slowdown = Math.max(...samples.map(({ floor }) => floor.slowdown)).toFixed(2)
  return `empty page ${shown(fps)} fps, longest frame ${shown(worst)} ms${key}, work slowed ${slowdown}×`
}

const shown = (value: number): string => (Number.isNaN(value) ? 'nothing' : value.toFixed(1))
