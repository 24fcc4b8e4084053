/** Runs something soon, once: the page's next frame. Tests give their own. */
export type Schedule = (run: () => void) => void

const hiddenMs = 200

/** The next animation frame, or a fifth of a second in a page that is not shown and gets no frames. */
export const nextFrame: Schedule = (run) => {
  if (document.hidden) setTimeout(run, hiddenMs)
  else requestAnimationFrame(run)
}

/** Collects what is pushed and hands it over in one piece per frame, in order. */
export function createFrameQueue<T>(schedule: Schedule, flush: (items: T[]) => void): (item: T) => void {
  let waiting: T[] = []
  return (item) => {
    waiting.push(item)
    if (waiting.length > 1) return
    schedule(() => {
      const items = waiting
      waiting = []
      flush(items)
    })
  }
}
