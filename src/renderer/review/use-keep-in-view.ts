import { type RefObject, useRef } from 'react'

/**
 * Keeps a line in view that unfolds to something long: a transcript that is read at its end stays at its end when
 * something in it grows, and would move the line away that was just pressed. Call `press` when it is, and `grown`
 * once what it unfolds to is there; for whatever unfolds by itself nothing moves.
 */
export function useKeepInView(): {
  line: RefObject<HTMLDivElement | null>
  press: () => void
  grown: () => void
} {
  const line = useRef<HTMLDivElement>(null)
  const pressed = useRef(false)
  return {
    line,
    press: () => {
      pressed.current = true
    },
    grown: () => {
      if (!pressed.current) return
      pressed.current = false
      // The transcript measures what grew in the next frame, and moves in the one after.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => line.current?.scrollIntoView({ block: 'nearest' })),
      )
    },
  }
}
