/** What the intervals between frames of a stretch of time come to. Milliseconds, but for `fps`. */
export type FrameFigures = {
  frames: number
  /** Frames a second over the whole stretch, so that one long frame counts for what it hid. */
  fps: number
  median: number
  worst: number
}

/** The value below which this share (0 to 1) of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The middle value, of an even number the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? Number.NaN) + upper) / 2
}

/** Figures of the moments (ms) at which frames began, in order. Fewer than two say nothing: NaN. */
export function frameFigures(moments: readonly number[]): FrameFigures {
  const intervals = moments.slice(1).map((at, index) => at - (moments[index] ?? at))
  const span = (moments.at(-1) ?? 0) - (moments[0] ?? 0)
  return {
    frames: intervals.length,
    fps: intervals.length === 0 ? Number.NaN : (intervals.length * 1_000) / span,
    median: median(intervals),
    worst: quantile(intervals, 1),
  }
}

/**
 * How many times longer a stretch of equal pieces of work took than they need, from the moments between them. The
 * fast ones, a tenth of all, are those in which nobody else had the processor.
 */
export function slowdownOf(moments: readonly number[]): number {
  const pieces = moments.slice(1).map((at, index) => at - (moments[index] ?? at))
  const mean = pieces.reduce((sum, piece) => sum + piece, 0) / pieces.length
  return mean / quantile(pieces, 0.1)
}
