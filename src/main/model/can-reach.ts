import { connect } from 'node:net'
import { isOfflineCode } from './network-error.ts'

/** A connection that takes longer than this, in milliseconds, is left to the request itself to judge. */
const TIME_LIMIT_MS = 5_000

/**
 * Whether there is a way to a server: its name is known and a network leads there. A server that does not answer
 * or refuses is there all the same. Sends nothing. False when the signal aborts. Never rejects.
 */
export function canReach({ baseUrl }: { baseUrl: string }, signal: AbortSignal): Promise<boolean> {
  if (!URL.canParse(baseUrl)) return Promise.resolve(true)
  const { hostname, port, protocol } = new URL(baseUrl)
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false)
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
    })
    const settle = (reached: boolean) => {
      signal.removeEventListener('abort', onAbort)
      socket.destroy()
      resolve(reached)
    }
    const onAbort = () => settle(false)
    signal.addEventListener('abort', onAbort, { once: true })
    socket.setTimeout(TIME_LIMIT_MS, () => settle(true))
    socket.once('connect', () => settle(true))
    socket.once('error', (error: NodeJS.ErrnoException) => settle(!isOfflineCode(error.code ?? '')))
  })
}
