import type { WebSocket } from 'ws'
import { z } from 'zod'

/** Bytes that may wait for a slow reader before whoever sends must wait too. */
const slowBytes = 1024 * 1024

/** Bytes that may wait for a reader who does not read at all, before the connection is ended. */
const stuckBytes = 64 * 1024 * 1024

/** The most messages a page may send at once, and how many more each second: far beyond what a person sets off. */
const burst = 2_000
const messagesPerSecond = 500

/** A request, an event or a cancellation as oRPC's own client writes them; what a call holds is checked there. */
const messageSchema = z.union([
  z.object({ i: z.string(), t: z.literal([3, 4]) }),
  z.object({
    i: z.string(),
    t: z.literal(1).optional(),
    p: z.object({ u: z.string().startsWith('/'), h: z.record(z.string(), z.string()).optional() }),
  }),
])

/** What oRPC's handler uses of a socket. */
export type HandledSocket = Pick<WebSocket, 'addEventListener' | 'send'>

/**
 * A socket that neither a slow reader, nor a flood, nor a message that is no request can turn against the
 * app. Sending waits while much is unread, so that a stream goes no faster than it is read. The connection
 * is closed for a message that is none of ours (1008), for too many of them (1008), and when nothing is
 * read any more.
 */
export function boundSocket(socket: WebSocket, log: (reason: string) => void): HandledSocket {
  let allowed = burst
  let countedAt = performance.now()

  function isTooOften(): boolean {
    const now = performance.now()
    allowed = Math.min(burst, allowed + ((now - countedAt) / 1_000) * messagesPerSecond)
    countedAt = now
    allowed -= 1
    return allowed < 0
  }

  function close(reason: string): void {
    log(reason)
    socket.close(1008, reason)
  }

  return {
    // The handler awaits what `send` returns, which its type does not say: so a stream learns to wait.
    send(data: Parameters<WebSocket['send']>[0]): unknown {
      if (socket.bufferedAmount > stuckBytes) {
        log('nothing is read')
        socket.terminate()
        return undefined
      }
      if (socket.bufferedAmount <= slowBytes) return socket.send(data)
      return new Promise<void>((resolve) => socket.send(data, () => resolve()))
    },
    addEventListener(type: string, listener: (event: never) => void) {
      if (type !== 'message') {
        socket.addEventListener(type as 'close', listener as () => void)
        return
      }
      socket.addEventListener('message', (event) => {
        if (socket.readyState !== socket.OPEN) return
        if (isTooOften()) close('too many messages')
        else if (!isRequest(event.data)) close('not a request')
        else listener(event as never)
      })
    },
  } as HandledSocket
}

function isRequest(data: unknown): boolean {
  if (typeof data !== 'string') return false
  try {
    return messageSchema.safeParse(JSON.parse(data)).success
  } catch {
    return false
  }
}
