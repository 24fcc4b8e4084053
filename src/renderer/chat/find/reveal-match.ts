/** Half a second: an entry far away has to be scrolled to and measured first. */
const mostFrames = 30
/** How many folds of one entry are tried. */
const mostFolds = 60

const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()))

/**
 * Brings a match into view once its entry is there: opens what it is folded into, and closes again what it is not in.
 * Resolves with where it stands; null where it cannot be shown, or when `stopped` says that nobody wants it any more.
 */
export async function revealMatch(
  scroller: HTMLElement,
  { index, nth, words }: { index: number; nth: number; words: string },
  stopped: () => boolean,
): Promise<Range | null> {
  let entry: HTMLElement | null = null
  for (let frames = 0; frames < mostFrames && !stopped(); frames++) {
    await frame()
    entry = scroller.querySelector<HTMLElement>(`[data-index="${index}"]`)
    if (entry !== null && frames > 2) break
  }
  if (entry === null || stopped()) return null
  const tried = new Set<Element>()
  let found = rangesOf(entry, words)
  while (found.length <= nth && tried.size < mostFolds && !stopped()) {
    const fold = [...entry.querySelectorAll<HTMLElement>('[aria-expanded="false"], [data-more]')].find(
      (one) => !tried.has(one),
    )
    if (fold === undefined) break
    tried.add(fold)
    fold.click()
    await frame()
    await frame()
    const more = rangesOf(entry, words)
    // What holds nothing of it is left as it was.
    if (more.length === found.length && fold.getAttribute('aria-expanded') === 'true') fold.click()
    else found = more
  }
  const range = found[Math.min(nth, found.length - 1)] ?? null
  if (range === null || stopped()) return null
  unclip(range)
  await frame()
  scrollTo(scroller, range)
  return range
}

/** Every place within an element where words stand, in what is drawn. */
export function rangesOf(element: HTMLElement, words: string): Range[] {
  const wanted = words.toLowerCase()
  const nodes: { node: Text; from: number }[] = []
  let text = ''
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement
    if (parent === null || parent.closest('.sr-only, textarea, [data-no-find]') !== null) continue
    nodes.push({ node: node as Text, from: text.length })
    text += node.textContent ?? ''
  }
  const low = text.toLowerCase()
  const ranges: Range[] = []
  // A few letters change their length with their case: then places cannot be told.
  if (wanted === '' || low.length !== text.length) return ranges
  for (let at = low.indexOf(wanted); at !== -1; at = low.indexOf(wanted, at + wanted.length)) {
    const start = nodes.findLast(({ from }) => from <= at)
    const end = nodes.findLast(({ from }) => from < at + wanted.length)
    if (start === undefined || end === undefined) continue
    const range = document.createRange()
    range.setStart(start.node, at - start.from)
    range.setEnd(end.node, at + wanted.length - end.from)
    ranges.push(range)
  }
  return ranges
}

/** Long texts show their beginning only: whoever is in the rest has it shown whole. */
function unclip(range: Range): void {
  for (let box = range.startContainer.parentElement; box !== null; box = box.parentElement) {
    if (box.dataset.index !== undefined) return
    if (box.id === '' || box.scrollHeight <= box.clientHeight + 1) continue
    const name = CSS.escape(box.id)
    document.querySelector<HTMLElement>(`[aria-expanded="false"][aria-controls="${name}"]`)?.click()
  }
}

/** By hand: scrollIntoView moves what is around the transcript too, and knows no ranges. */
function scrollTo(scroller: HTMLElement, range: Range): void {
  for (let box = range.startContainer.parentElement; box !== null; box = box.parentElement) {
    const [view, place] = [box.getBoundingClientRect(), range.getBoundingClientRect()]
    const scrolls = box === scroller || /auto|scroll/.test(getComputedStyle(box).overflowY)
    if (scrolls && (place.top < view.top + 48 || place.bottom > view.bottom - 48)) {
      box.scrollTop += place.top - view.top - view.height / 3
    }
    if (box === scroller) return
  }
}
