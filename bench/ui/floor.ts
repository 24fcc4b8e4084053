import type { Page } from '@playwright/test'
import { keyDelays } from './gestures.ts'
import type { Place } from './place.ts'
import { frameFigures, quantile, slowdownOf } from './statistics.ts'
import type { Floor } from './verdict.ts'

const watchedMs = 2_000
const keysTyped = 20
/** Pieces of work of about a millisecond each. */
const pieces = 400

/** Does the same piece of work again and again; when each began, and when the last ended. */
function workInPieces(count: number): number[] {
  const moments: number[] = []
  for (let piece = 0; piece <= count; piece++) {
    moments.push(performance.now())
    const list = Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % 4_001)
    list.sort((a, b) => a - b)
  }
  return moments
}

/** Measures what the machine can do right now on an empty page; with `typing`, a bare text field with this draft too. */
export async function measureFloor(place: Place, draft: string | null): Promise<Floor> {
  const page = await place.openBlank()
  try {
    // The browser is not done with opening a page when it says so.
    await page.waitForTimeout(500)
    const moments = await page.evaluate(async (ms) => {
      window.bench.startFrames()
      await new Promise((resolve) => setTimeout(resolve, ms))
      return window.bench.stopFrames()
    }, watchedMs)
    const { fps, worst } = frameFigures(moments)
    const slowdown = await slowdownNow(page)
    if (draft === null) return { fps, worst, key: null, slowdown }
    await page.evaluate(() => {
      const field = document.createElement('textarea')
      field.style.cssText =
        'width: 760px; max-height: 40vh; field-sizing: content; font: 14px/20px sans-serif'
      document.body.append(field)
    })
    const field = page.locator('textarea')
    await field.fill(draft)
    return { fps, worst, key: quantile(await keyDelays(page, field, keysTyped), 1), slowdown }
  } finally {
    await page.close()
  }
}

/** Works in the page and here at once: page and engine do, and each needs a core of its own. */
async function slowdownNow(page: Page): Promise<number> {
  const inPage = page.evaluate(workInPieces, pieces)
  // The order has left before this process is busy.
  await page.waitForTimeout(5)
  return Math.max(slowdownOf(workInPieces(pieces)), slowdownOf(await inPage))
}

/** The worse of two floors: what the machine could do before and after. */
export function worseOf(a: Floor, b: Floor): Floor {
  const key = a.key === null || b.key === null ? null : Math.max(a.key, b.key)
  return {
    fps: Math.min(a.fps, b.fps),
    worst: Math.max(a.worst, b.worst),
    key,
    slowdown: Math.max(a.slowdown, b.slowdown),
  }
}
