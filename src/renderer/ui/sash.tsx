import { type PointerEvent, useRef } from 'react'

const step = 16

/**
 * The line between two parts, to be dragged or moved with the arrow keys. `width` is that of the part on
 * `side`; a double click puts it back to `first`.
 */
export function Sash({
  label,
  side,
  width,
  limits: { least, most, first },
  onWidth,
}: {
  label: string
  side: 'left' | 'right'
  width: number
  limits: { least: number; most: number; first: number }
  onWidth: (width: number) => void
}) {
  const start = useRef<{ x: number; width: number } | null>(null)
  const within = (value: number) => Math.round(Math.min(most, Math.max(least, value)))
  const grow = side === 'left' ? 1 : -1

  function onPointerMove(event: PointerEvent) {
    if (start.current === null) return
    onWidth(within(start.current.width + (event.clientX - start.current.x) * grow))
  }

  return (
    <hr
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, width }
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null
      }}
      onDoubleClick={() => onWidth(first)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
        event.preventDefault()
        onWidth(within(width + (event.key === 'ArrowRight' ? step : -step) * grow))
      }}
      className="relative z-10 h-auto border-0 -mx-[3px] w-[7px] shrink-0 cursor-col-resize outline-none after:absolute after:inset-y-0 after:left-[3px] after:w-px after:bg-line after:transition-colors hover:after:bg-focus focus-visible:after:w-[2px] focus-visible:after:bg-focus active:after:bg-focus"
    />
  )
}
