import { formatDuration } from '../chat/format-time.ts'

/** The time axis of a plan: how many ms it spans from its beginning, and its marks. */
export type TimeAxis = { span: number; ticks: readonly { at: number; label: string }[] }

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Distances between marks that people read as round, in ms. */
const steps: readonly number[] = [
  ...[100, 200, 500].map((ms) => ms),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * day),
]

/** How far apart marks stand at least, in pixels. */
const leastApart = 84

/**
 * An axis for `elapsed` ms on `width` pixels. It ends with a whole mark, so that it stays the same for a while as time
 * goes on.
 */
export function timeAxis(elapsed: number, width: number): TimeAxis {
  const marks = Math.max(1, Math.floor(width / leastApart))
  const wanted = Math.max(1, elapsed) / marks
  const step = steps.find((one) => one >= wanted) ?? Math.ceil(wanted / (364 * day)) * 364 * day
  const count = Math.max(1, Math.ceil(elapsed / step))
  const ticks = Array.from({ length: count }, (_, at) => ({ at: at * step, label: tickLabel(at * step) }))
  return { span: count * step, ticks }
}

function tickLabel(ms: number): string {
  if (ms === 0) return '0'
  if (ms < second) return `${ms} ms`
  if (ms < minute && ms % second !== 0) return `${(ms / second).toFixed(1)} s`
  if (ms < day) return formatDuration(ms)
  const [days, hours] = [Math.floor(ms / day), Math.round((ms % day) / hour)]
  return hours === 0 ? `${days} d` : `${days} d ${hours} h`
}
