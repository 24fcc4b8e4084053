import { type Connection, createConnection } from './connection.ts'
import { dialPort } from './dial-port.ts'
import { dialSocket } from './dial-socket.ts'
import type { PageAddress } from './page-address.ts'

/**
 * The page's line to its engine. What a host has to do:
 *
 * In a window (Electron). The page posts the string `treeline:port-please` to itself
 * (`window.postMessage`), once per line it wants: at the start, and again when a port was closed. The
 * preload hears it (`window.addEventListener('message')`, `event.source === window`), gets a
 * `MessageChannelMain` port from the main process, and answers
 * `window.postMessage('treeline:port', '*', [port])`. The other end of that port is served by
 * `@orpc/server/message-port` (`handler.upgrade(port)` then `port.start()`); main closes its end when the
 * window goes or the engine restarts. No contextBridge is needed. A window for one task is the same page
 * with `#task=<taskId>`.
 *
 * In a browser. The page is opened as `http://<host>/#token=<token>` (and `&host=<host:port>` when the
 * engine is elsewhere; `&task=<taskId>` for one task). It opens `ws://<host>/rpc` with the subprotocols
 * `['treeline.v1', 'token.' + token]`; the server checks Host, Origin and token and chooses
 * `treeline.v1`. When the upgrade fails the page asks `GET /`; any answer means that it is the token
 * that was refused.
 *
 * In both, a host may send commands (menus, notifications) by posting
 * `{ type: 'treeline:command', id, taskId? }` to the page's window; `id` is one of
 * `src/contract/app-commands.ts`.
 */
export function connect(page: Window, address: PageAddress): Connection {
  const { socket } = address
  const connection = createConnection(() => (socket === null ? dialPort(page) : dialSocket(socket)))
  // After sleep or a change of network a dead socket may look alive for minutes.
  const onWake = () => {
    connection.retryNow()
    if (socket !== null && !page.document.hidden) void connection.probe()
  }
  page.addEventListener('online', onWake)
  page.document.addEventListener('visibilitychange', onWake)
  return {
    ...connection,
    dispose: () => {
      page.removeEventListener('online', onWake)
      page.document.removeEventListener('visibilitychange', onWake)
      connection.dispose()
    },
  }
}
