import type { Page } from '@playwright/test'

/**
 * What is wrong with how the page is laid out now, in lines that name the place. It reads facts of the layout
 * and no pixels, so that it says the same with any machine's fonts:
 *
 * - the page scrolls sideways, or something of it lies outside of the window;
 * - text is cut off at a side without an ellipsis or a title that says it whole, or halfway through a line;
 * - text sticks out of the box (a button, a card, a field) that it is drawn in;
 * - two things that can be pressed lie on each other;
 * - words that no person is meant to read: `undefined`, `NaN`, `[object Object]`.
 */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(findLayoutFaults)
}

/** Runs in the page, so it may use nothing but the page. */
function findLayoutFaults(): string[] {
  /** Pixels of rounding, and of shapes of letters that reach out of their line. */
  const slack = 1.5
  const faults = new Set<string>()
  const styles = new Map<Element, CSSStyleDeclaration>()
  const boxes = new Map<Element, DOMRect>()

  const styleOf = (element: Element) => {
    const known = styles.get(element) ?? getComputedStyle(element)
    styles.set(element, known)
    return known
  }
  const boxOf = (element: Element) => {
    const known = boxes.get(element) ?? element.getBoundingClientRect()
    boxes.set(element, known)
    return known
  }
  const scrolls = (value: string) => value === 'auto' || value === 'scroll'
  const clips = (value: string) => value === 'hidden' || value === 'clip'

  function nameOf(element: Element): string {
    const own = element.closest('[aria-label], [role], button, a, input, section, header, li')
    const label = own?.getAttribute('aria-label') ?? own?.getAttribute('role') ?? ''
    const classes = (element.getAttribute('class') ?? '').slice(0, 70)
    return `<${element.tagName.toLowerCase()}${label === '' ? '' : ` in “${label.slice(0, 40)}”`} class="${classes}">`
  }

  /** Whether it is there for eyes: not hidden, not for screen readers only, not behind a dialog. */
  function isShown(element: Element): boolean {
    if (element.closest('[aria-hidden="true"] :is(main, aside), [inert]') !== null) return false
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const { width, height } = boxOf(at)
      const { overflowX } = styleOf(at)
      if (clips(overflowX) && (width <= 1 || height <= 1)) return false
    }
    return true
  }

  const isPainted = (element: Element) => {
    const style = styleOf(element)
    return (
      style.display !== 'inline' &&
      (style.borderRightStyle !== 'none' || !/, 0\)$|^transparent$/.test(style.backgroundColor)) &&
      (Number.parseFloat(style.borderRightWidth) > 0 || !/, 0\)$/.test(style.backgroundColor))
    )
  }
  const tellsWhole = (element: Element, until: Element) => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      if (at.hasAttribute('title') || styleOf(at).textOverflow === 'ellipsis') return true
      if (at === until) return false
    }
    return false
  }

  /** What of a rectangle can be seen through all that clips it; null when nothing. */
  function seenOf(element: Element, rect: DOMRect) {
    let { left, right, top, bottom } = rect
    let at: Element | null = element
    while (at !== null) {
      const style = styleOf(at)
      if (at !== element || style.display !== 'inline') {
        if (at !== element && style.overflowX !== 'visible') {
          const box = boxOf(at)
          left = Math.max(left, box.left)
          right = Math.min(right, box.right)
          top = Math.max(top, box.top)
          bottom = Math.min(bottom, box.bottom)
        }
      }
      if (style.position === 'fixed') break
      at = at.parentElement
    }
    left = Math.max(left, 0)
    top = Math.max(top, 0)
    right = Math.min(right, innerWidth)
    bottom = Math.min(bottom, innerHeight)
    return right - left > 0.5 && bottom - top > 0.5 ? { left, right, top, bottom } : null
  }

  function checkText(text: Text): void {
    const words = text.data.trim()
    const parent = text.parentElement
    if (words === '' || parent === null || /^(SCRIPT|STYLE|TITLE|OPTION)$/.test(parent.tagName)) return
    if (!isShown(parent)) return
    const range = document.createRange()
    range.selectNodeContents(text)
    const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0.5 && height > 0.5)
    const seen = rects.filter((rect) => seenOf(parent, rect) !== null)
    const say = (what: string, where: Element) =>
      faults.add(`${what}: “${words.slice(0, 50)}” at ${nameOf(where)}`)
    if (/\bundefined\b|\bNaN\b|\[object Object\]/.test(words) && seen.length > 0)
      say('not for people', parent)
    for (const rect of seen) checkLine(rect, parent, say)
  }

  function checkLine(rect: DOMRect, parent: Element, say: (what: string, where: Element) => void): void {
    let outside = false
    for (let at: Element | null = parent; at !== null; at = at.parentElement) {
      const style = styleOf(at)
      const box = boxOf(at)
      const sticksOut = rect.right > box.right + slack || rect.left < box.left - slack
      if (scrolls(style.overflowX) && sticksOut) return
      if (clips(style.overflowX) && style.display !== 'inline') {
        if (sticksOut && !tellsWhole(parent, at)) say('cut off at a side', at)
        if (sticksOut) return
        const cut =
          Math.min(rect.bottom, box.bottom) - Math.max(rect.top, box.top) < rect.height * 0.6 &&
          rect.bottom > box.bottom + 2 &&
          rect.top < box.bottom - 2
        const folded = style.webkitLineClamp !== 'none' || styleOf(at).maskImage !== 'none'
        if (cut && !folded && !at.hasAttribute('data-cut')) say('cut off halfway down', at)
      }
      if (scrolls(style.overflowY) && (rect.bottom > box.bottom || rect.top < box.top)) {
        // What is scrolled away is not looked at.
        if (!sticksOut) return
      }
      if (sticksOut && !outside && isPainted(at) && at !== document.body) {
        outside = true
        say('sticks out of its box', at)
      }
      if (style.position === 'absolute' || style.position === 'fixed') {
        if (style.position === 'fixed') break
        outside = true
      }
    }
    if (rect.right > innerWidth + slack || rect.left < -slack) say('outside of the window', parent)
  }

  const pressable =
    'a[href], button, input, select, textarea, [role="tab"], [role="option"], [role="treeitem"], [role="switch"], [role="checkbox"], [role="radio"], [role^="menuitem"]'

  /** The nearest thing that is laid over the page on purpose: a menu, a dialog, what floats above a list. */
  function layerOf(element: Element): Element {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const { position, zIndex } = styleOf(at)
      if (position === 'fixed' || (position === 'absolute' && zIndex !== 'auto' && zIndex !== '0')) return at
    }
    return document.body
  }

  function checkPressables(): void {
    const things = [...document.querySelectorAll(pressable)].flatMap((element) => {
      if (!isShown(element)) return []
      const seen = seenOf(element, boxOf(element))
      return seen === null ? [] : [{ element, seen, layer: layerOf(element) }]
    })
    for (const [index, one] of things.entries()) {
      for (const other of things.slice(index + 1)) {
        if (one.layer !== other.layer) continue
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue
        const width = Math.min(one.seen.right, other.seen.right) - Math.max(one.seen.left, other.seen.left)
        const height = Math.min(one.seen.bottom, other.seen.bottom) - Math.max(one.seen.top, other.seen.top)
        const badge = [one, other].some(({ element }) => styleOf(element).position === 'absolute')
        const larger = Math.max(
          ...[one, other].map(({ seen }) => (seen.right - seen.left) * (seen.bottom - seen.top)),
        )
        // What sits on the corner of another on purpose leaves most of it free.
        if (badge && width * height < larger / 4) continue
        if (width > 2 && height > 2) {
          faults.add(`one lies on the other: ${nameOf(one.element)} and ${nameOf(other.element)}`)
        }
      }
    }
  }

  const { scrollWidth } = document.documentElement
  const mayScroll = styleOf(document.body).overflowX !== 'hidden'
  if (mayScroll && scrollWidth > innerWidth + 1)
    faults.add(`the page scrolls sideways: ${scrollWidth} in ${innerWidth}`)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) checkText(node as Text)
  checkPressables()
  return [...faults]
}
