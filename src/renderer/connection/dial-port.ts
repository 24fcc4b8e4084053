import { RPCLink } from '@orpc/client/message-port'
import { type Line, Refused } from './connection.ts'

const patienceMs = 5000

/**
 * Asks the preload for a port: posts `treeline:port-please` to this window and waits for `treeline:port`
 * with one port. A page that runs in a plain browser without a token gets no answer and is told so.
 */
export async function dialPort(page: Window): Promise<Line> {
  const port = await new Promise<MessagePort>((resolve, reject) => {
    const late = setTimeout(() => {
      page.removeEventListener('message', onMessage)
      reject(
        new Refused(
          'This page has no token. Open the link that Treeline printed when it started, token included.',
        ),
      )
    }, patienceMs)
    const onMessage = (event: MessageEvent) => {
      if (event.source !== page || event.data !== 'treeline:port') return
      const given = event.ports[0]
      if (given === undefined) return
      clearTimeout(late)
      page.removeEventListener('message', onMessage)
      resolve(given)
    }
    page.addEventListener('message', onMessage)
    page.postMessage('treeline:port-please', '*')
  })
  const ended = Promise.withResolvers<void>()
  port.addEventListener('close', () => ended.resolve())
  const link = new RPCLink({ port })
  port.start()
  return {
    link,
    closed: ended.promise,
    // The side that closes a port hears nothing of it.
    close: () => {
      port.close()
      ended.resolve()
    },
  }
}
