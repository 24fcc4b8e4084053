import type { Page } from '@playwright/test'
import { createSeedText } from '../../src/main/testing/seed-text.ts'
import { keyDelays } from './gestures.ts'
import { openTask } from './measure-frames.ts'
import type { Place } from './place.ts'
import { median, quantile } from './statistics.ts'
import type { Measured } from './verdict.ts'

const keys = 120

/** What stands in the composer before anybody types: 20,000 characters. */
export const draft = createSeedText(3).words(5_000).slice(0, 20_000)

/** Types on at the end of a long draft while the task above it streams: the slowest key. */
export async function measureTyping(page: Page, place: Place): Promise<Measured> {
  const order = { kind: 'words', turns: 1, tokens: 20_000, chunkDelayMs: 3, holdMs: 1_000 } as const
  const tasks = await place.startTasks(order)
  await openTask(page, tasks[0]?.displayId ?? '')
  const field = page.getByRole('textbox', { name: 'Message to the task' })
  await field.fill(draft)
  await page.locator('article[aria-label="Answer of the model, coming in"] p').first().waitFor()
  const delays = await keyDelays(page, field, keys)
  await place.cancel(tasks)
  if (delays.length < keys) return { value: Number.NaN, note: `only ${delays.length} keys of ${keys} came` }
  const note = `${delays.length} keys, median ${median(delays).toFixed(1)} ms, 95 of 100 in ${quantile(delays, 0.95).toFixed(1)} ms`
  return { value: quantile(delays, 1), note }
}
