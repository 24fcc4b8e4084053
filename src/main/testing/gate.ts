/** A place where a script waits until the test lets it on, so that things happen in the order a test needs. */
export type Gate = {
  /** Waits here until the gate is open. */
  pass(): Promise<void>
  /** Resolves when somebody has come to the gate. */
  reached: Promise<void>
  open(): void
}

/** Makes a closed gate. Once open it stays open. */
export function createGate(): Gate {
  const reached = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  return {
    pass() {
      reached.resolve()
      return opened.promise
    },
    reached: reached.promise,
    open: () => opened.resolve(),
  }
}
