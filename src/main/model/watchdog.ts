/** The clock of a watchdog. Tests put in one that they turn by hand. */
export type Timers = {
  set(callback: () => void, ms: number): unknown
  clear(handle: unknown): void
}

/** The system's own timers. */
export const systemTimers: Timers = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
}

/** How often it looks at the time, in milliseconds: timers stand still while the machine sleeps. */
const TICK_MS = 2_000

/** A look that comes so much too late, in milliseconds, means that the machine slept. */
const SLEPT_MS = 30_000

/** After waking, a connection that gives nothing for so long, in milliseconds, is dead. */
const REVIVAL_MS = 5_000

/** Why an answer will not come: nothing came, only keep-alives came, or the machine slept. */
export type Stall = 'bytes' | 'content' | 'sleep'

/**
 * Watches an answer come in. Calls `onStall` once, with the milliseconds that passed, when for `stallMs` no
 * piece of the answer came: keep-alives are none. Where `dropsInSleep`, a machine that slept has lost its
 * connection unless something comes within five seconds of waking. Runs from the start until disposed of.
 */
export function createWatchdog(order: {
  timers: Timers
  /** Epoch milliseconds. */
  now(): number
  stallMs: number
  dropsInSleep: boolean
  onStall(what: Stall, ms: number): void
}): { sawBytes(): void; sawContent(): void; dispose(): void } {
  const { timers, now, stallMs, dropsInSleep, onStall } = order
  let disposed = false
  let heard = false
  let lookedAt = now()
  let revival: unknown = null

  const dispose = () => {
    disposed = true
    for (const timer of [content, tick, revival]) timers.clear(timer)
  }
  const end = (what: Stall, ms: number) => {
    if (disposed) return
    dispose()
    onStall(what, ms)
  }
  const watch = () => timers.set(() => end(heard ? 'content' : 'bytes', stallMs), stallMs)
  const look = () => {
    const slept = now() - lookedAt - TICK_MS
    lookedAt = now()
    if (slept > SLEPT_MS && revival === null) {
      revival = timers.set(() => end('sleep', slept), REVIVAL_MS)
    }
    tick = timers.set(look, TICK_MS)
  }

  let content = watch()
  let tick: unknown = dropsInSleep ? timers.set(look, TICK_MS) : null
  return {
    sawBytes() {
      if (disposed) return
      heard = true
      if (revival !== null) timers.clear(revival)
      revival = null
    },
    sawContent() {
      if (disposed) return
      heard = false
      timers.clear(content)
      content = watch()
    },
    dispose,
  }
}
