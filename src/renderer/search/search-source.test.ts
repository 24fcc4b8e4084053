import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FoundTask, SearchPage } from '../../contract/search.ts'
import { linesOf, stepLine } from './search-lines.ts'
import { createSearchSource } from './search-source.ts'

const hit = (seq: number) => ({ place: 'turn' as const, seq, item: `turn_${seq}`, at: 1, pieces: [] })
const task = (id: string, more = 0) => ({ id, hits: [hit(1)], more }) as unknown as FoundTask
const page = (tasks: FoundTask[], change: Partial<SearchPage> = {}): SearchPage => ({
  ...{ tasks, next: null, hits: tasks.length, found: tasks.length, capped: false },
  indexed: { done: 9, of: 9, problem: null },
  ...change,
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A source whose questions are answered by `answer`, and what was asked. */
function ask(answer: (order: { text: string; cursor?: string | null; taskId?: string }) => SearchPage) {
  const asked: string[] = []
  const query = async (order: Parameters<typeof answer>[0]) => {
    asked.push(order.text)
    return answer(order)
  }
  return { asked, source: createSearchSource({ search: { query } } as never) }
}

test('asks once for a word that is typed quickly, and shows nothing for none', async () => {
  const { asked, source } = ask(() => page([task('a')]))
  for (const text of ['h', 'he', 'her']) source.wish({ text })
  expect(source.store.getState().busy).toBe(true)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked).toEqual(['her'])
  expect(source.store.getState()).toMatchObject({ busy: false, answered: 'her', error: null })
  source.wish({ text: ' ' })
  await vi.advanceTimersByTimeAsync(1_000)
  expect([asked.length, source.store.getState().page]).toEqual([1, null])
})

test('asks again while the index is being filled, and not when something keeps it from that', async () => {
  let done = 3
  const { asked, source } = ask(() => page([], { indexed: { done: ++done, of: 6, problem: null } }))
  source.wish({ text: 'heron' })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toHaveLength(3)
  const stuck = ask(() => page([], { indexed: { done: 1, of: 6, problem: 'The disk is full.' } }))
  stuck.source.wish({ text: 'heron' })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(stuck.asked).toHaveLength(1)
})

test('says what went wrong, and tries again', async () => {
  let broken = true
  const { source } = ask(() => {
    if (broken) throw new Error('The disk failed.')
    return page([task('a')])
  })
  source.wish({ text: 'heron' })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(source.store.getState().error).toBe('The disk failed.')
  broken = false
  source.retry()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(source.store.getState()).toMatchObject({ error: null, busy: false })
})

test('adds the next page, no task twice, and the other places of a task', async () => {
  const whole = { ...task('a'), hits: [hit(1), hit(2), hit(3)] } as FoundTask
  const { source } = ask(({ cursor, taskId }) => {
    if (taskId !== undefined) return page([whole])
    return cursor == null ? page([task('a', 2)], { next: '1' }) : page([task('a', 2), task('b')])
  })
  source.wish({ text: 'heron' })
  await vi.advanceTimersByTimeAsync(1_000)
  await source.more()
  const tasks = () => source.store.getState().page?.tasks ?? []
  expect(tasks().map(({ id }) => id)).toEqual(['a', 'b'])
  await source.wholeTask('a' as never)
  expect(tasks()[0]).toEqual(whole)
})

test('steps through the lines and stays within them', () => {
  const tasks = [task('a', 2), task('b')]
  const keys = tasks.flatMap(linesOf).map(({ key }) => key)
  expect(keys).toEqual(['a', 'a-1-turn-turn_1', 'a-more', 'b', 'b-1-turn-turn_1'])
  expect([stepLine(tasks, null, 1), stepLine(tasks, null, -1)]).toEqual([keys[0], keys[4]])
  expect([stepLine(tasks, 'a-more', 1), stepLine(tasks, 'a', -1), stepLine(tasks, 'b', 10)]).toEqual([
    'b',
    'a',
    keys[4],
  ])
  expect(stepLine([], null, 1)).toBeNull()
})
