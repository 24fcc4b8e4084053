import type { Page } from '@playwright/test'
import { framesWhileScrolling, frameWords } from './gestures.ts'
import { measureOpening } from './measure-opening.ts'
import type { ModelOrder } from './model-order.ts'
import type { Place } from './place.ts'
import { frameFigures } from './statistics.ts'
import type { Measured } from './verdict.ts'

/** Pixels a turn of the wheel: two of a mouse's notches, sixty times a second. */
const notches = 240
const scrolledMs = 5_000
/** How long the model waits before it begins, so that the pane is there when it does. */
const holdMs = 2_000
const answering = 'article[aria-label="Answer of the model, coming in"] p'

/** Scrolls the tree from its beginning: the rate of frames. */
export async function measureTreeScroll(page: Page): Promise<Measured> {
  const tree = page.getByRole('tree', { name: 'Tasks', exact: true })
  return rated(await framesWhileScrolling(page, tree, { ms: scrolledMs, pixels: notches }))
}

/** Opens the long transcript and scrolls it from its end: the rate of frames. */
export async function measureTranscriptScroll(page: Page, place: Place): Promise<Measured> {
  await measureOpening(page, place)
  await page.waitForTimeout(500)
  const log = page.getByRole('log', { name: 'Transcript' })
  return rated(await framesWhileScrolling(page, log, { ms: scrolledMs, pixels: -notches }))
}

/** Watches one answer of 20,000 tokens come in: the rate of frames from its first words to its end. */
export async function measureStream(page: Page, place: Place, kind: ModelOrder['kind']): Promise<Measured> {
  const order = { kind, turns: 1, tokens: 20_000, chunkDelayMs: 1, holdMs }
  const [task] = await place.startTasks(order)
  if (task === undefined) throw new Error('No task was started.')
  await openTask(page, task.displayId)
  const frames = page.evaluate((selector) => window.bench.framesWhile(selector), answering)
  const moments = await frames
  await place.engine.until(task.displayId, 'completed')
  const seconds = ((moments.at(-1) ?? 0) - (moments[0] ?? 0)) / 1_000
  const { value, note } = rated(moments)
  return { value, note: `${note}, in ${seconds.toFixed(1)} s` }
}

/** Has eight tasks work at once, one of them and its neighbour on the screen beside the tree: the longest frame. */
export async function measureEight(page: Page, place: Place): Promise<Measured> {
  const order: ModelOrder = { kind: 'words', turns: 40, tokens: 400, chunkDelayMs: 2, holdMs }
  const tasks = await place.startTasks(order, 8)
  const [first, second] = tasks
  if (first === undefined || second === undefined) throw new Error('No tasks were started.')
  await openTask(page, first.displayId)
  await rowOf(page, second.displayId).click({ modifiers: ['ControlOrMeta'] })
  await page.locator(answering).first().waitFor()
  await page.evaluate(() => window.bench.startFrames())
  await page.waitForTimeout(12_000)
  const moments = await page.evaluate(() => window.bench.stopFrames())
  await place.cancel(tasks)
  const { worst, fps } = frameFigures(moments)
  return { value: worst, note: `${fps.toFixed(1)} fps, ${frameWords(moments)}` }
}

/** A task's line in the tree. */
export const rowOf = (page: Page, displayId: string) =>
  page.getByRole('treeitem', { name: new RegExp(`^${displayId} `) })

/** Opens a task that was just started: it stands at the tree's beginning. */
export async function openTask(page: Page, displayId: string): Promise<void> {
  await rowOf(page, displayId).click()
  await page.getByRole('log', { name: 'Transcript' }).waitFor()
}

function rated(moments: number[]): Measured {
  return { value: frameFigures(moments).fps, note: frameWords(moments) }
}
