import type { Locator, Page } from '@playwright/test'
import { frameFigures } from './statistics.ts'

const keyPauseMs = 60
const wheelPauseMs = 16

/** Turns the wheel over something for so long, and returns the beginnings of the frames meanwhile. */
export async function framesWhileScrolling(
  page: Page,
  over: Locator,
  { ms, pixels }: { ms: number; pixels: number },
): Promise<number[]> {
  const box = await over.boundingBox()
  if (box === null) throw new Error('What is to be scrolled is not in sight.')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.evaluate(() => window.bench.startFrames())
  const until = Date.now() + ms
  while (Date.now() < until) {
    await page.mouse.wheel(0, pixels)
    await page.waitForTimeout(wheelPauseMs)
  }
  return page.evaluate(() => window.bench.stopFrames())
}

/** Types so many letters at the end of a field; milliseconds from each key to the paint after it. */
export async function keyDelays(page: Page, field: Locator, count: number): Promise<number[]> {
  await field.focus()
  await page.keyboard.press('Control+End')
  await page.evaluate(() => void window.bench.keys.splice(0))
  for (let typed = 0; typed < count; typed++) {
    await page.keyboard.press(typed % 6 === 5 ? ' ' : 'e')
    await page.waitForTimeout(keyPauseMs)
  }
  return page.evaluate(() => window.bench.keys.splice(0))
}

/** Frames in words: how they were beside their rate. */
export function frameWords(moments: readonly number[]): string {
  const { frames, median, worst } = frameFigures(moments)
  return `${frames} frames, median ${median.toFixed(1)} ms, longest ${worst.toFixed(1)} ms`
}
