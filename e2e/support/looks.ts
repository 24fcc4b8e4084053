import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { axeFaultsNow } from './axe-faults.ts'
import { layoutFaults } from './layout-faults.ts'

/** A usual window, a small one, and a usual one at a zoom of 200 %. */
export const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
  { width: 720, height: 450 },
] as const

const folder = join(import.meta.dirname, '..', '..', 'test-results', 'looks')

type Size = (typeof sizes)[number]

/**
 * Looks at the page as it stands, at every size, and at the smallest in the dark as well: takes its picture to
 * `test-results/looks` for people, and holds what a picture is to show by facts of the layout and by axe. Soft: what comes after is
 * looked at too. `only` leaves sizes out; `axe: false` is for what another spec holds to axe already, with fewer of
 * the same parts.
 */
export async function look(
  page: Page,
  name: string,
  { only = sizes, axe = true }: { only?: readonly Size[]; axe?: boolean } = {},
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const [first, last] = [only[0], only.at(-1)]
  for (const size of only) {
    await page.setViewportSize(size)
    const where = `${name} at ${size.width}`
    await show(page, 'light', `${name}-${size.width}`)
    expect.soft(await layoutFaults(page), where).toEqual([])
    if (axe && size === first) expect.soft(await axeFaultsNow(page), where).toEqual([])
    // The other theme changes colours and nothing else, so it is enough to look at one size.
    if (size !== last) continue
    await show(page, 'dark', `${name}-${size.width}`)
    if (axe) expect.soft(await axeFaultsNow(page, 'contrast'), `${where}, dark`).toEqual([])
  }
  await page.setViewportSize(sizes[0])
}

/** Puts the page into a theme, with as little motion as can be asked for, and takes its picture once it rests. */
async function show(page: Page, colorScheme: 'light' | 'dark', picture: string): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
  await rest(page)
  const path = join(folder, `${picture}-${colorScheme}.png`)
  await page.screenshot({ path, animations: 'disabled', scale: 'css' })
}

/** Waits until what the last change set off has been drawn. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await document.fonts.ready
    await frame()
    await frame()
    const moving = document.getAnimations().filter(({ playState }) => playState === 'running')
    const endless = moving.filter(({ effect }) => effect?.getComputedTiming().iterations === Infinity)
    if (endless.length > 0)
      throw new Error(`${endless.length} things move without end though less motion is asked for.`)
    await Promise.allSettled(moving.map(({ finished }) => finished))
  })
}
