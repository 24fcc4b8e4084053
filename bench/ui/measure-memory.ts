import type { CDPSession, Page } from '@playwright/test'
import { openTask } from './measure-frames.ts'
import type { ModelOrder } from './model-order.ts'
import type { Place } from './place.ts'
import type { Measured } from './verdict.ts'

const tasks = 8
/**
 * An hour of a task: a turn of 500 tokens in 21 seconds, at 40 tokens a second, the rest of which tools and the
 * first token take. After a quarter of an hour the task is done and another one takes its place.
 */
const quarters = 4
const turnsAQuarter = 43
const tokensATurn = 500
/** What goes before, so that everything that is made once is made: five minutes. */
const turnsBefore = 14

type Held = { heap: number; nodes: number; listeners: number; messages: number; bytes: number }

/**
 * Plays an hour's worth of eight tasks' events, as fast as engine and page take them, one of the tasks in front:
 * how much the page's heap grew, in MB. The transcripts that were in front are in that figure.
 */
export async function measureMemory(page: Page, place: Place): Promise<Measured> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await play(page, place, turnsBefore)
  const before = await held(page, session)
  for (let quarter = 0; quarter < quarters; quarter++) await play(page, place, turnsAQuarter)
  const after = await held(page, session)
  const grown = (key: keyof Held) => after[key] - before[key]
  const note = [
    `${tasks} tasks × ${quarters} × ${turnsAQuarter} turns × ${tokensATurn} tokens`,
    `${grown('messages')} messages of ${(grown('bytes') / 1024 ** 2).toFixed(0)} MB came`,
    `heap ${(before.heap / 1024 ** 2).toFixed(1)} → ${(after.heap / 1024 ** 2).toFixed(1)} MB`,
    `${grown('nodes')} nodes and ${grown('listeners')} listeners more`,
  ].join(', ')
  return { value: grown('heap') / 1024 ** 2, note }
}

async function play(page: Page, place: Place, turns: number): Promise<void> {
  const order: ModelOrder = { kind: 'words', turns, tokens: tokensATurn, chunkDelayMs: 0, holdMs: 1_000 }
  const started = await place.startTasks(order, tasks)
  await openTask(page, started[0]?.displayId ?? '')
  for (const { displayId } of started) await place.engine.until(displayId, 'completed', 'failed', 'paused')
  await page.waitForTimeout(1_000)
}

async function held(page: Page, session: CDPSession): Promise<Held> {
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
  const { messages, bytes } = await page.evaluate(() => window.bench.heard)
  return {
    heap: of('JSHeapUsedSize'),
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
    messages,
    bytes,
  }
}
