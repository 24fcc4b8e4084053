/** Counts the time in which at least one of several is at work. Times are epoch milliseconds. */
export type WorkClock = {
  /** One more is at work. */
  begin(at: number): void
  /** One less; at a time that may lie before what was heard last. */
  end(at: number): void
  /** Milliseconds so far. */
  workedMs(now: number): number
}

/** Makes a clock that stands still. */
export function createWorkClock(): WorkClock {
  let atWork = 0
  let since = 0
  let until = 0
  let before = 0
  return {
    begin(at) {
      if (atWork++ > 0) return
      since = at
      until = at
    },
    end(at) {
      until = Math.max(until, at)
      if (--atWork === 0) before += until - since
    },
    workedMs: (now) => before + (atWork > 0 ? Math.max(0, now - since) : 0),
  }
}
