import type { Locator, Page } from '@playwright/test'
import { replayTask } from '../../src/contract/reduce-task.ts'
import type { TaskEvent } from '../../src/contract/task-event.ts'
import type { Place } from './place.ts'
import type { Measured } from './verdict.ts'

const patienceMs = 20_000
/** Rows that fill the left bar of a window of this height. */
const rowsInSight = 20

/** From the arrival of all tasks at the page to the frame that shows them, on a page that is loaded anew. */
export async function measureTree(page: Page): Promise<Measured> {
  await page.reload({ waitUntil: 'commit' })
  const { painted, arrived, size } = await page.evaluate(
    async ({ patienceMs, rowsInSight }) => {
      const wanted = { selector: '[role=treeitem]', count: rowsInSight }
      const painted = await window.bench.painted(wanted, patienceMs)
      const { largeAt, bytes } = window.bench.heard
      return { painted, arrived: largeAt, size: bytes }
    },
    { patienceMs, rowsInSight },
  )
  if (painted === null) return { value: Number.NaN, note: 'the tree was never painted' }
  return { value: painted - arrived, note: `${(size / 1024 ** 2).toFixed(1)} MB came` }
}

/** The row of a task that stands at the tree's end. */
async function rowAtEnd(page: Page, displayId: string): Promise<Locator> {
  await page.getByRole('tree', { name: 'Tasks', exact: true }).focus()
  await page.keyboard.press('End')
  const row = page.getByRole('treeitem', { name: new RegExp(`^${displayId} `) })
  for (let tries = 0; tries < 40 && !(await row.isVisible()); tries++) await page.keyboard.press('ArrowUp')
  await row.scrollIntoViewIfNeeded()
  return row
}

/** The place of the last entry of a task's transcript, and how many events it is made of. */
async function lastEntry(place: Place, displayId: string): Promise<{ index: number; events: number }> {
  const task = (await place.engine.tasks()).get(displayId)
  if (task === undefined) throw new Error(`There is no task ${displayId}.`)
  const abort = new AbortController()
  const events: TaskEvent[] = []
  for await (const frame of await place.engine.call.task.watch(
    { taskId: task.id },
    { signal: abort.signal },
  )) {
    events.push(...frame.events)
    if (frame.more !== true) break
  }
  abort.abort()
  return { index: (replayTask(events)?.items.length ?? 0) - 1, events: events.length }
}

/** Opens the long transcript from the tree; from the click to the frame that shows its last entry. */
export async function measureOpening(page: Page, place: Place): Promise<Measured> {
  const { index, events } = await lastEntry(place, place.longest)
  const row = await rowAtEnd(page, place.longest)
  const wanted = { selector: `[role=log] [data-index="${index}"]` }
  const painting = page.evaluate(({ wanted, patienceMs }) => window.bench.painted(wanted, patienceMs), {
    wanted,
    patienceMs,
  })
  await row.click()
  const painted = await painting
  if (painted === null) return { value: Number.NaN, note: 'its last entry was never painted' }
  const clicked = await page.evaluate(() => window.bench.clickedAt)
  return { value: painted - clicked, note: `${index + 1} entries of ${events} events` }
}
