import { type CSSProperties, memo, type RefObject } from 'react'
import type { TimeAxis } from './time-axis.ts'

const at = (ms: number) => ({ '--from': ms }) as CSSProperties

/** The head of the timeline: what the columns are, and the marks of the time axis. */
export const TimelineHead = memo(function TimelineHead({
  axis,
  track,
}: {
  axis: TimeAxis
  /** Gets the element that the axis stands in. */
  track: RefObject<HTMLDivElement | null>
}) {
  return (
    <div aria-hidden className="flex h-8 text-micro text-ink-2">
      <div className="sticky left-0 z-10 flex w-(--name) shrink-0 items-center bg-surface pl-8">Subtask</div>
      <div className="sticky left-(--name) z-10 flex w-(--figures) shrink-0 items-center overflow-hidden bg-surface pr-3 @max-[560px]/plan:hidden">
        <span className="w-16 shrink-0 text-right">Time</span>
        <span className="flex-1 text-right @max-[860px]/plan:hidden">Cost</span>
      </div>
      <div ref={track} className="relative mr-3 min-w-0 flex-1 overflow-hidden">
        {axis.ticks.map((tick) => (
          <span
            key={tick.at}
            style={at(tick.at)}
            className="plan-mark tabular inset-y-0 flex items-center border-l border-line pl-1.5 whitespace-nowrap"
          >
            {tick.label}
          </span>
        ))}
      </div>
    </div>
  )
})

/** The lines behind the bars: marks of the axis, and the turns that waited for what is before them. */
export const TimelineGrid = memo(function TimelineGrid({
  axis,
  turns,
}: {
  axis: TimeAxis
  /** In ms from the beginning of the axis. */
  turns: readonly number[]
}) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-y-0 right-3 left-(--fixed) overflow-hidden"
    >
      {axis.ticks.map((tick) => (
        <span key={tick.at} style={at(tick.at)} className="plan-mark inset-y-0 border-l border-line" />
      ))}
      {turns.map((turn) => (
        <span
          key={turn}
          style={at(turn)}
          className="plan-mark inset-y-0 border-l border-dashed border-ink-3"
        />
      ))}
    </div>
  )
})
