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

/**
 * Watches an answer come in. Calls `onStall` once, with the milliseconds that passed, when no byte came
 * for `stallMs`, or when for `silenceMs` nothing came but keep-alives. Runs from the start until disposed of.
 */
export function createWatchdog(order: {
  timers: Timers
  stallMs: number
  silenceMs: number
  onStall(what: 'bytes' | 'content', ms: number): void
}): { sawBytes(): void; sawContent(): void; dispose(): void } {
  const { timers, stallMs, silenceMs, onStall } = order
  let disposed = false
  const dispose = () => {
    disposed = true
    timers.clear(bytes)
    timers.clear(content)
  }
  const watch = (what: 'bytes' | 'content', ms: number) =>
    timers.set(() => {
      if (disposed) return
      dispose()
      onStall(what, ms)
    }, ms)

  let bytes = watch('bytes', stallMs)
  let content = watch('content', silenceMs)
  return {
    sawBytes() {
      if (disposed) return
      timers.clear(bytes)
      bytes = watch('bytes', stallMs)
    },
    sawContent() {
      if (disposed) return
      timers.clear(content)
      content = watch('content', silenceMs)
    },
    dispose,
  }
}
