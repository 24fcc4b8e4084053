import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What axe finds on the page as it stands, in both themes: rules, and where each is broken. */
export async function axeFaults(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    // Colours are measured once nothing fades any more.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
    // A line of the tree says in words what it shows as signs, so its name is not its text.
    const axe = new AxeBuilder({ page }).disableRules('label-content-name-mismatch')
    // Only colours differ between the themes.
    if (colorScheme === 'dark') axe.withRules('color-contrast')
    const { violations } = await axe.analyze()
    for (const { id, nodes } of violations) {
      found.push(...nodes.map(({ html }) => `${colorScheme} ${id}: ${html.slice(0, 160)}`))
    }
  }
  return found
}
