import { RPCLink } from '@orpc/client/websocket'
import { type Line, Refused } from './connection.ts'

/** What the page speaks on the socket; the token follows as a second subprotocol, `token.` and itself. */
export const socketProtocol = 'treeline.v1'

/**
 * Opens a WebSocket to a host. A browser does not say why an upgrade failed, so a failure is followed by
 * a plain request: when that is answered the host is there and it is the token that is wrong.
 */
export async function dialSocket({ url, token }: { url: string; token: string }): Promise<Line> {
  const websocket = new WebSocket(url, [socketProtocol, `token.${token}`])
  websocket.binaryType = 'arraybuffer'
  const { promise: closed, resolve: end } = Promise.withResolvers<void>()
  websocket.addEventListener('close', () => end(), { once: true })
  const opened = await Promise.race([
    new Promise<true>((resolve) => websocket.addEventListener('open', () => resolve(true), { once: true })),
    closed.then(() => false as const),
  ])
  if (!opened) {
    if (await answers(url)) {
      throw new Refused(
        'The token in this page is not the one the server made. Open the link that Treeline printed when it started.',
      )
    }
    throw new Error(`No connection to ${url}.`)
  }
  return {
    link: new RPCLink({ websocket }),
    closed,
    // A browser waits a minute for a host that does not answer before it says that the socket is closed.
    close: () => {
      websocket.close()
      end()
    },
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url.replace(/^ws/, 'http').replace(/\/rpc$/, '/'), { mode: 'no-cors', cache: 'no-store' })
    return true
  } catch {
    return false
  }
}
