import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { Page } from '@playwright/test'
import type { Contract } from '../../src/contract/api.ts'

export type Client = ContractRouterClient<Contract>

type TestWindow = Window & { treelineTestPort?: MessagePort; treelineTestHear(message: unknown): void }

/**
 * Asks the engine from a test, the way the page does: through a port of its own, handed over by the preload.
 * The page must be connected already, or it would take that port for its own. Calls only, no streams.
 */
export async function connectPage(page: Page): Promise<Client> {
  const listeners: ((event: { data: unknown }) => void)[] = []
  await page.exposeFunction('treelineTestHear', (data: unknown) => {
    for (const listener of listeners) listener({ data })
  })
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const test = window as unknown as TestWindow
        const onMessage = ({ source, data, ports }: MessageEvent) => {
          const [port] = ports
          if (source !== window || data !== 'treeline:port' || port === undefined) return
          window.removeEventListener('message', onMessage)
          test.treelineTestPort = port
          port.onmessage = (event) => test.treelineTestHear(event.data)
          resolve()
        }
        window.addEventListener('message', onMessage)
        window.postMessage('treeline:port-please', '*')
      }),
  )
  const port = {
    postMessage: (message: unknown) => {
      void page.evaluate(
        (data) => (window as unknown as TestWindow).treelineTestPort?.postMessage(data),
        message,
      )
    },
    addEventListener: (type: string, listener: (event: { data: unknown }) => void) => {
      if (type === 'message') listeners.push(listener)
    },
  }
  // Of a MessagePort only these two are used.
  return createORPCClient<Client>(new RPCLink({ port: port as unknown as MessagePort }))
}
