import { implement, ORPCError } from '@orpc/server'
import { afterEach, expect, test, vi } from 'vitest'
import { contract } from '../../contract/api.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskFrame } from '../../contract/task-api.ts'
import { coderLog } from '../testing/coder-log.ts'
import { createTestConnection } from '../testing/test-connection.ts'
import { createTaskStores } from './task-stores.ts'

const events = coderLog
const id = events[0]?.taskId as never
const now = (run: () => void) => run()
const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

function setUp(
  frames: (afterSeq: number, time: number) => AsyncGenerator<TaskFrame>,
  signals: AbortSignal[] = [],
) {
  const asked: number[] = []
  const router = {
    task: {
      watch: implement(contract).task.watch.handler(({ input, signal }) => {
        asked.push(input.afterSeq)
        if (signal !== undefined) signals.push(signal)
        return frames(input.afterSeq, asked.length)
      }),
    },
  }
  const { connection, cut } = createTestConnection(router)
  const stores = createTaskStores(connection, now)
  cleanups.push(() => stores.dispose(), connection.dispose)
  return { stores, asked, cut }
}

async function* then(frame: TaskFrame): AsyncGenerator<TaskFrame> {
  yield frame
  await new Promise(() => {})
}

test('after a cut the rest is asked for, nothing twice', async () => {
  const { stores, asked, cut } = setUp((afterSeq, time) =>
    then({ events: events.slice(afterSeq, time === 1 ? 6 : undefined), deltas: [] }),
  )
  cleanups.push(stores.watch(id))
  await vi.waitFor(() => expect(stores.of(id).getState().view?.lastSeq).toBe(6))
  cut()
  await vi.waitFor(() => expect(stores.of(id).getState().view).toEqual(replayTask(events)))
  expect(asked).toEqual([0, 6])
})

test('a gap is mended by asking again from the last event that fitted', async () => {
  const { stores, asked } = setUp(async function* (afterSeq, time) {
    yield { events: events.slice(afterSeq, afterSeq + 4), deltas: [] }
    yield { events: events.slice(time === 1 ? 7 : afterSeq + 4), deltas: [] }
    await new Promise(() => {})
  })
  cleanups.push(stores.watch(id))
  await vi.waitFor(() => expect(stores.of(id).getState().view).toEqual(replayTask(events)))
  expect(asked).toEqual([0, 4])
})

test('a long log is shown when all of it has come', async () => {
  const seen: (number | undefined)[] = []
  const { stores, cut } = setUp(async function* (_afterSeq, time) {
    yield { events: events.slice(0, 4), deltas: [], more: true }
    if (time > 1) {
      yield { events: events.slice(4, 8), deltas: [], more: true }
      yield { events: events.slice(8), deltas: [] }
    } else cut()
    await new Promise(() => {})
  })
  stores.of(id).subscribe(({ view }) => seen.push(view?.lastSeq))
  cleanups.push(stores.watch(id))
  await vi.waitFor(() => expect(stores.of(id).getState().view).toEqual(replayTask(events)))
  expect(seen.filter((seq) => seq !== undefined)).toEqual([events.length])
})

test('however many watch, one stream is open, and coming back goes on where it stopped', async () => {
  const { stores, asked } = setUp((afterSeq) => then({ events: events.slice(afterSeq), deltas: [] }))
  const first = stores.watch(id)
  const second = stores.watch(id)
  await vi.waitFor(() => expect(stores.of(id).getState().status).toBe('ready'))
  first()
  first()
  cleanups.push(stores.watch(id))
  second()
  expect(asked).toEqual([0])
  for (const cleanup of cleanups.splice(2)) cleanup()
  cleanups.push(stores.watch(id))
  await vi.waitFor(() => expect(asked).toEqual([0, events.length]))
})

test('a task that is expected is there before anybody watches it, and let go when nobody comes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  cleanups.push(() => vi.useRealTimers())
  const left: AbortSignal[] = []
  const { stores, asked } = setUp(async function* (afterSeq) {
    yield { events: events.slice(afterSeq), deltas: [] }
    await new Promise(() => {})
  }, left)
  stores.expect(id)
  await vi.waitFor(() => expect(stores.of(id).getState().status).toBe('ready'))
  const release = stores.watch(id)
  vi.advanceTimersByTime(2_000)
  expect(left.map(({ aborted }) => aborted)).toEqual([false])
  release()
  await vi.waitFor(() => expect(left.map(({ aborted }) => aborted)).toEqual([true]))
  stores.expect(id)
  await vi.waitFor(() => expect(left).toHaveLength(2))
  vi.advanceTimersByTime(2_000)
  await vi.waitFor(() => expect(left.map(({ aborted }) => aborted)).toEqual([true, true]))
  expect(asked).toEqual([0, events.length])
})

test('a task that the engine refuses is failed in its words', async () => {
  // biome-ignore lint/correctness/useYield: it refuses before it yields anything
  const { stores } = setUp(async function* () {
    throw new ORPCError('NOT_FOUND', { message: 'There is no such task.' })
  })
  cleanups.push(stores.watch(id))
  await vi.waitFor(() =>
    expect(stores.of(id).getState()).toMatchObject({ status: 'failed', error: 'There is no such task.' }),
  )
})
