import { rangesOf } from './reveal-match.ts'

const all = 'treeline-found'
const one = 'treeline-found-now'

/**
 * Marks words wherever they stand in what is drawn of a list, and one of them more than the others, and goes on as
 * entries come and go. Returns what takes the marks away. Nothing of the page's own tree is changed.
 */
export function markMatches(scroller: HTMLElement, words: string, current: Range | null): () => void {
  if (!('highlights' in CSS) || words.trim() === '') return () => {}
  let asked = 0
  const mark = () => {
    asked = 0
    CSS.highlights.set(all, new Highlight(...rangesOf(scroller, words)))
  }
  const soon = () => {
    if (asked === 0) asked = requestAnimationFrame(mark)
  }
  mark()
  if (current !== null) {
    const highlight = new Highlight(current)
    highlight.priority = 1
    CSS.highlights.set(one, highlight)
  }
  const observer = new MutationObserver(soon)
  observer.observe(scroller, { childList: true, subtree: true, characterData: true })
  return () => {
    cancelAnimationFrame(asked)
    observer.disconnect()
    CSS.highlights.delete(all)
    CSS.highlights.delete(one)
  }
}
