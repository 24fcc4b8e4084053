import { RPCHandler } from '@orpc/server/message-port'
import { type IpcMainEvent, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import type { AppRouter } from '../../api/router.ts'
import type { PageAddress } from './page-address.ts'

/**
 * Serves the contract to pages. A page asks through its preload, once per line that it wants, and gets one
 * end of a new channel; who is not the page in the main frame of a window gets none. Returns what ends it.
 */
export function servePorts({
  router,
  address,
  log,
}: {
  router: AppRouter
  address: Pick<PageAddress, 'isPage'>
  log(level: 'warn' | 'error', message: string): void
}): () => void {
  const handler = new RPCHandler(router, {
    interceptors: [
      async ({ next }) => {
        try {
          return await next()
        } catch (error) {
          if (!isExpected(error)) log('error', `A call failed: ${textOf(error)}`)
          throw error
        }
      },
    ],
  })
  // A port that nobody holds is collected, and closed by that.
  const open = new Set<MessagePortMain>()

  const onPlease = ({ sender, senderFrame }: IpcMainEvent) => {
    if (senderFrame === null || senderFrame.parent !== null || !address.isPage(senderFrame.url)) {
      log('warn', 'A frame that is not the page asked for a port and got none.')
      return
    }
    const { port1, port2 } = new MessageChannelMain()
    open.add(port1)
    // Comes too when the page at the other end is gone or was loaded anew.
    port1.once('close', () => open.delete(port1))
    handler.upgrade(port1)
    port1.start()
    sender.postMessage('treeline:port', null, [port2])
  }
  ipcMain.on('treeline:port-please', onPlease)

  return () => {
    ipcMain.off('treeline:port-please', onPlease)
    for (const port of open) port.close()
  }
}

function isExpected(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'defined' in error
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
