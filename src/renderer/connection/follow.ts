import { ORPCError } from '@orpc/client'
import type { Connection } from './connection.ts'

const firstDelayMs = 300
const longestDelayMs = 5000

/**
 * Keeps one of the engine's streams open across lost lines: opens it whenever there is a line and opens
 * it again when it ends. `open` is called anew each time, so it can ask for what came after the last
 * frame. A failure the engine meant (an ORPCError of its own, such as NOT_FOUND) is told to `onRefused`
 * and ends the following. Returns what stops it.
 */
export function follow<Frame>(
  connection: Pick<Connection, 'state'>,
  open: (signal: AbortSignal) => Promise<AsyncIterable<Frame>>,
  handle: { onFrame: (frame: Frame) => void; onOpen?: () => void; onRefused?: (error: unknown) => void },
): () => void {
  const abort = new AbortController()
  const { signal } = abort

  async function run(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      await online(connection, signal)
      if (signal.aborted) return
      try {
        const frames = await open(signal)
        handle.onOpen?.()
        for await (const frame of frames) {
          if (signal.aborted) return
          failures = 0
          handle.onFrame(frame)
        }
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof ORPCError && error.status < 500 && error.code !== 'OFFLINE') {
          handle.onRefused?.(error)
          return
        }
      }
      await pause(Math.min(firstDelayMs * 2 ** failures, longestDelayMs), signal)
      failures += 1
    }
  }

  void run()
  return () => abort.abort()
}

function online(connection: Pick<Connection, 'state'>, signal: AbortSignal): Promise<void> {
  if (connection.state.getState().status === 'online') return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      unsubscribe()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const unsubscribe = connection.state.subscribe((state) => {
      if (state.status === 'online') done()
    })
    signal.addEventListener('abort', done)
  })
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
