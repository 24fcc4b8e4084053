import { type RefObject, useLayoutEffect, useState } from 'react'
import { type TimeAxis, timeAxis } from './time-axis.ts'

const tickMs = 1000

/**
 * The axis of a timeline from `from` to `to` (epoch ms; null: to now) on `width` pixels. While it goes on, a clock sets
 * `--now` and `--span` on the element, by which the bars grow; only another set of marks draws anything anew.
 */
export function useTimeAxis(
  element: RefObject<HTMLElement | null>,
  { from, to }: { from: number; to: number | null },
  width: number,
): TimeAxis {
  const [axis, setAxis] = useState(() => timeAxis((to ?? Date.now()) - from, width, to === null))
  useLayoutEffect(() => {
    const tell = () => {
      const elapsed = Math.max(0, (to ?? Date.now()) - from)
      const next = timeAxis(elapsed, width, to === null)
      element.current?.style.setProperty('--now', String(elapsed))
      element.current?.style.setProperty('--span', String(next.span))
      setAxis((before) =>
        before.span === next.span && before.ticks.length === next.ticks.length ? before : next,
      )
    }
    tell()
    if (to !== null) return
    const timer = setInterval(tell, tickMs)
    return () => clearInterval(timer)
  }, [element, from, to, width])
  return axis
}
