/** One-shot signals by name: who waits is woken, nobody polls. */
export type Wakers = {
  /** Resolves with what `wake` is given. Rejects with the signal's reason when it aborts first. */
  wait<T>(name: string, signal: AbortSignal): Promise<T>
  /** A promise that resolves at the next `wake` of this name, and how to stop listening. */
  listen(name: string): { woken: Promise<void>; dispose(): void }
  /** Wakes everyone who waits under this name. Returns whether anyone did. */
  wake(name: string, value?: unknown): boolean
}

/** Makes an empty set of wakers. */
export function createWakers(): Wakers {
  const waiting = new Map<string, Set<(value: unknown) => void>>()

  function add(name: string, wake: (value: unknown) => void): () => void {
    const group = waiting.get(name) ?? new Set()
    waiting.set(name, group.add(wake))
    return () => {
      group.delete(wake)
      if (group.size === 0 && waiting.get(name) === group) waiting.delete(name)
    }
  }

  return {
    wait<T>(name: string, signal: AbortSignal) {
      return new Promise<T>((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const onAbort = () => {
          remove()
          reject(signal.reason)
        }
        const remove = add(name, (value) => {
          signal.removeEventListener('abort', onAbort)
          resolve(value as T)
        })
        signal.addEventListener('abort', onAbort, { once: true })
      })
    },
    listen(name) {
      let dispose = () => {}
      const woken = new Promise<void>((resolve) => {
        dispose = add(name, () => resolve())
      })
      return { woken, dispose: () => dispose() }
    },
    wake(name, value) {
      const group = waiting.get(name)
      if (group === undefined) return false
      waiting.delete(name)
      for (const wake of group) wake(value)
      return true
    },
  }
}
