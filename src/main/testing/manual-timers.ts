import type { Timers } from '../model/watchdog.ts'

/** Timers that run only when a test turns them on. `pending` is how many are set. */
export type ManualTimers = Timers & {
  advance(ms: number): void
  readonly pending: number
  /** Hears of every timer that is cleared. */
  onClear: () => void
}

/** Makes timers whose time stands still until `advance` moves it by so many milliseconds. */
export function createManualTimers(): ManualTimers {
  const waiting = new Set<{ at: number; callback: () => void }>()
  let now = 0
  const timers: ManualTimers = {
    onClear: () => {},
    set(callback, ms) {
      const timer = { at: now + ms, callback }
      waiting.add(timer)
      return timer
    },
    clear(handle) {
      waiting.delete(handle as { at: number; callback: () => void })
      timers.onClear()
    },
    advance(ms) {
      now += ms
      for (const timer of [...waiting].sort((a, b) => a.at - b.at)) {
        if (timer.at > now || !waiting.delete(timer)) continue
        timer.callback()
      }
    },
    get pending() {
      return waiting.size
    },
  }
  return timers
}
