import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What axe finds on the page as it stands, in both themes: rules, and where each is broken. */
export async function axeFaults(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    // Colours are measured once nothing fades any more.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
    // Only colours differ between the themes.
    const faults = await axeFaultsNow(page, colorScheme === 'dark' ? 'contrast' : 'all')
    found.push(...faults.map((fault) => `${colorScheme} ${fault}`))
  }
  return found
}

/** The same in the theme that is shown, for all rules or for contrast alone. */
export async function axeFaultsNow(page: Page, rules: 'all' | 'contrast' = 'all'): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    // In one piece and in this page: there are no frames of other origins, for which it would open a page of its own.
    .setLegacyMode(true)
    // A line of the tree says in words what it shows as signs, so its name is not its text.
    .disableRules(['label-content-name-mismatch', ...((await hasPopup(page)) ? ['region'] : [])])
  if (rules === 'contrast') axe.withRules('color-contrast')
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ html }) => !scrollsByItself(id, html)).map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  )
}

/** Whether a menu or the like lies over the page: it belongs to what opened it and to no landmark. */
async function hasPopup(page: Page): Promise<boolean> {
  return (await page.locator('[data-radix-popper-content-wrapper]').count()) > 0
}

/**
 * Browsers let the keyboard into what scrolls when nothing in it can be focused, and only while it does scroll;
 * axe does not know of that, and a tab stop on every block of code would be in the way. Whatever says itself how
 * it takes the focus is held to the rule.
 */
function scrollsByItself(rule: string, html: string): boolean {
  return rule === 'scrollable-region-focusable' && !/^<[^>]*tabindex=/.test(html)
}
