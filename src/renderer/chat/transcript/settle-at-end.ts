/** Frames without a change after which a list counts as measured. */
const calmFrames = 3
/** About a second: a list that grows for longer does so for other reasons. */
const mostFrames = 60

/**
 * Scrolls an element to its end, and again while its entries are measured anew and the end moves. Ends when
 * that has come to rest, or a person scrolls. Returns what stops it.
 */
export function settleAtEnd(element: HTMLElement): () => void {
  let frames = 0
  let calm = 0
  let frame = 0
  const step = () => {
    const left = element.scrollHeight - element.clientHeight - element.scrollTop
    if (left > 1) element.scrollTop = element.scrollHeight
    calm = left > 1 ? 0 : calm + 1
    frames += 1
    if (calm >= calmFrames || frames >= mostFrames) stop()
    else frame = requestAnimationFrame(step)
  }
  const stop = () => {
    cancelAnimationFrame(frame)
    for (const name of gestures) element.removeEventListener(name, stop)
  }
  for (const name of gestures) element.addEventListener(name, stop, { passive: true })
  step()
  return stop
}

const gestures = ['wheel', 'pointerdown', 'keydown'] as const
