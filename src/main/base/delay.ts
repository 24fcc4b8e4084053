/** How often a long wait looks at the clock, in milliseconds: a timer stands still while the machine sleeps. */
const lookMs = 5_000

/**
 * Resolves after `ms` milliseconds, or at once when the signal aborts. What the machine slept counts: a wait that
 * is over on waking ends within five seconds. Never rejects.
 */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const until = Date.now() + ms
    let left = ms
    let timer: NodeJS.Timeout
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const wait = () => {
      const step = Math.min(left, lookMs)
      timer = setTimeout(() => {
        // Time also passes for a clock that was set back meanwhile.
        left -= step
        if (left <= 0 || Date.now() >= until) done()
        else wait()
      }, step)
    }
    wait()
    signal.addEventListener('abort', done, { once: true })
  })
}
