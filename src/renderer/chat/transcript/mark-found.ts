/** How long what was searched for stays marked, in milliseconds: as long as eyes need to find it. */
const markedMs = 2_500
/** Half a second: an entry far away has to be scrolled to and measured first. */
const mostFrames = 30
/** What stays free above an entry that is taller than the view, in pixels. */
const margin = 16

/**
 * Marks the entry at that place of a list for a moment and gives it the focus, once it is there; or the card of the
 * call with that id within it.
 */
export function markFound(scroller: HTMLElement, at: number, id: string): void {
  let frames = 0
  const step = () => {
    const entry = scroller.querySelector<HTMLElement>(`[data-index="${at}"]`)
    // Its neighbours are measured with the frame after, which moves it.
    if (entry !== null && frames > 2) mark(scroller, entry, id)
    else if (++frames < mostFrames) requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}

function mark(scroller: HTMLElement, entry: HTMLElement, id: string): void {
  const name = CSS.escape(id)
  const found = entry.querySelector<HTMLElement>(`[data-call="${name}"], [data-subtask="${name}"]`) ?? entry
  // By hand: scrollIntoView moves what is around the transcript too.
  const [view, place] = [scroller.getBoundingClientRect(), found.getBoundingClientRect()]
  const above = Math.max(margin, (view.height - place.height) / 2)
  scroller.scrollTop += place.top - view.top - above
  found.dataset.found = ''
  if (found.tabIndex < 0) found.tabIndex = -1
  found.focus({ preventScroll: true })
  setTimeout(() => delete found.dataset.found, markedMs)
}
