import type { Page } from '@playwright/test'

/**
 * Goes through everything on the page that Tab leads to and names what does not show that it has the focus:
 * neither it nor what it lies in, nor anything in it, looks different with the focus than without.
 */
export function focusFaults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const stops = 'a[href], button, input, select, textarea, [tabindex], [contenteditable="true"]'
    const nearby = 4
    const looks = (element: Element): string => {
      const parts = [element, ...element.querySelectorAll('*')].slice(0, 12)
      for (let at = element.parentElement, up = 0; at !== null && up < nearby; at = at.parentElement, up++)
        parts.push(at)
      return parts
        .map((part) => {
          const { outline, outlineOffset, boxShadow, borderColor, backgroundColor, color } =
            getComputedStyle(part)
          return [outline, outlineOffset, boxShadow, borderColor, backgroundColor, color].join()
        })
        .join('\n')
    }
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const faults = new Set<string>()
    const began = document.activeElement as HTMLElement | null
    for (const element of document.querySelectorAll<HTMLElement>(stops)) {
      if (
        element.tabIndex < 0 ||
        element.matches(':disabled') ||
        element.closest('[inert], [aria-hidden="true"]')
      )
        continue
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      ;(document.activeElement as HTMLElement | null)?.blur()
      const before = looks(element)
      element.focus({ focusVisible: true, preventScroll: true } as FocusOptions)
      if (document.activeElement !== element) continue
      await frame()
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
      if (looks(element) === before) {
        const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40)
        faults.add(
          `<${element.tagName.toLowerCase()} role="${element.getAttribute('role') ?? ''}"> “${name}”`,
        )
      }
    }
    began?.focus()
    return [...faults]
  })
}
