/** How something stands now, and then whenever `listen` calls back: a slow reader gets the newest, not all. */
export async function* newest<T>(
  now: () => T,
  listen: (listener: () => void) => () => void,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  let wake = () => {}
  let news = true
  const ring = () => {
    news = true
    wake()
  }
  const stop = listen(ring)
  signal?.addEventListener('abort', ring, { once: true })
  try {
    while (!signal?.aborted) {
      if (!news) await new Promise<void>((resolve) => (wake = resolve))
      news = false
      yield now()
    }
  } finally {
    stop()
  }
}
