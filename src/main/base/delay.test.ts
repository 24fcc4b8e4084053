import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { delay } from './delay.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Begins a wait of a minute and tells whether it is over. */
function wait(signal = new AbortController().signal) {
  const state = { over: false }
  void delay(60_000, signal).then(() => {
    state.over = true
  })
  return state
}

it('takes as long as it is told to', async () => {
  const state = wait()
  await vi.advanceTimersByTimeAsync(59_999)
  expect(state.over).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(state.over).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

it('is over soon after a machine that slept through it has woken', async () => {
  const state = wait()
  await vi.advanceTimersByTimeAsync(1_000)
  vi.setSystemTime(Date.now() + 3_600_000)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state.over).toBe(true)
})

it('takes no longer when the clock is set back', async () => {
  const state = wait()
  vi.setSystemTime(Date.now() - 3_600_000)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(state.over).toBe(true)
})

it('ends at once when the signal aborts, also before it began', async () => {
  const abort = new AbortController()
  const state = wait(abort.signal)
  abort.abort()
  await vi.advanceTimersByTimeAsync(0)
  expect([state.over, wait(abort.signal), vi.getTimerCount()]).toMatchObject([true, {}, 0])
})
