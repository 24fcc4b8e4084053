import { formatDuration } from '../chat/format-time.ts'

/** The time axis of a plan: how many ms it spans from its beginning, and its marks. */
export type TimeAxis = { span: number; ticks: readonly { at: number; label: string }[] }

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Distances between marks that people read as round, in ms. */
const steps: readonly number[] = [
  ...[100, 200, 500],
  ...[1, 2, 5, 10, 20, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 20, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * day),
]

/** How far apart marks stand at least, in pixels, and how many there are however narrow it is. */
const leastApart = 72
const fewest = 2

/**
 * An axis for `elapsed` ms on `width` pixels. While it `goesOn` it leaves some room at its end, so that it stays the
 * same for a while; else it ends with what it shows.
 */
export function timeAxis(elapsed: number, width: number, goesOn: boolean): TimeAxis {
  const most = Math.max(fewest, Math.floor(width / leastApart))
  const wanted = Math.max(1, elapsed) / most
  const step = steps.find((one) => one >= wanted) ?? Math.ceil(wanted / (364 * day)) * 364 * day
  const room = step / 2
  const span = goesOn ? Math.max(1, Math.ceil(elapsed / room)) * room : Math.max(1, elapsed)
  const count = Math.ceil(span / step)
  const ticks = Array.from({ length: count }, (_, at) => ({ at: at * step, label: tickLabel(at * step) }))
  return { span, ticks }
}

function tickLabel(ms: number): string {
  if (ms === 0) return '0'
  if (ms < second) return `${ms} ms`
  if (ms < minute && ms % second !== 0) return `${(ms / second).toFixed(1)} s`
  return formatDuration(ms)
}
