/** One-shot signals by name: who waits is woken, nobody polls. */
export type Wakers = {
  /**
   * Resolves with what `look` finds: at once if it finds something now, else after a wake of this name. So
   * what happened before the waiting began counts too. Rejects with the signal's reason when it aborts.
   */
  until<T>(name: string, look: () => T | null, signal: AbortSignal): Promise<T>
  /** A promise that resolves at the next `wake` of this name, and how to stop listening. */
  listen(name: string): { woken: Promise<void>; dispose(): void }
  /** Wakes everyone who waits under this name. Returns whether anyone did. */
  wake(name: string): boolean
}

/** Makes an empty set of wakers. */
export function createWakers(): Wakers {
  const waiting = new Map<string, Set<() => void>>()

  function add(name: string, wake: () => void): () => void {
    const group = waiting.get(name) ?? new Set()
    waiting.set(name, group.add(wake))
    return () => {
      group.delete(wake)
      if (group.size === 0 && waiting.get(name) === group) waiting.delete(name)
    }
  }

  function next(name: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        remove()
        reject(signal.reason)
      }
      const remove = add(name, () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      })
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  return {
    async until(name, look, signal) {
      for (;;) {
        signal.throwIfAborted()
        const found = look()
        if (found !== null) return found
        await next(name, signal)
      }
    },
    listen(name) {
      let dispose = () => {}
      const woken = new Promise<void>((resolve) => {
        dispose = add(name, resolve)
      })
      return { woken, dispose: () => dispose() }
    },
    wake(name) {
      const group = waiting.get(name)
      if (group === undefined) return false
      waiting.delete(name)
      for (const wake of group) wake()
      return true
    },
  }
}
