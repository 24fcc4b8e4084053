import type { Chrome } from './chrome.ts'
import { roomyWidth } from './layout.ts'

/** Below these widths, in pixels, a side bar lies over the centre or leaves it too little. */
const tight = { right: 860, left: 640 } as const

type Page = Pick<Window, 'innerWidth' | 'addEventListener' | 'removeEventListener'>

/**
 * Closes side bars when the page becomes too narrow for them (a smaller window, a larger zoom) and opens
 * those again when there is room. What a person opens or closes meanwhile stays. Returns what stops it.
 */
export function yieldBars(chrome: Pick<Chrome, 'store' | 'setLeft' | 'setRight'>, page: Page): () => void {
  const yielded = new Set<'left' | 'right'>()
  let width = page.innerWidth
  const yieldBar = (bar: 'left' | 'right') => {
    if (!chrome.store.getState()[bar].open) return
    yielded.add(bar)
    setOpen(bar, false)
  }
  const setOpen = (bar: 'left' | 'right', open: boolean) =>
    bar === 'left' ? chrome.setLeft({ open }) : chrome.setRight({ open })
  const unsubscribe = chrome.store.subscribe((state) => {
    for (const bar of yielded) if (state[bar].open) yielded.delete(bar)
  })
  const onResize = () => {
    const before = width
    width = page.innerWidth
    for (const [bar, limits] of [
      ['right', [roomyWidth, tight.right]],
      ['left', [tight.left]],
    ] as const) {
      if (limits.some((limit) => before >= limit && width < limit)) yieldBar(bar)
      else if (width >= limits[0] && yielded.has(bar)) setOpen(bar, true)
    }
  }
  if (width < tight.right) yieldBar('right')
  if (width < tight.left) yieldBar('left')
  page.addEventListener('resize', onResize)
  return () => {
    unsubscribe()
    page.removeEventListener('resize', onResize)
  }
}
