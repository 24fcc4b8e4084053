import { RPCLink } from '@orpc/client/message-port'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { type Connection, createConnection } from '../connection/connection.ts'

/**
 * A connection to a router within the test's own process, over real ports, that can be cut. While
 * `down` is set, dialling fails.
 */
export function createTestConnection(router: AnyRouter): {
  connection: Connection
  cut: () => void
  setDown: (down: boolean) => void
  dials: () => number
} {
  // biome-ignore lint/suspicious/noExplicitAny: the handler's type wants the router's own context
  const handler = new RPCHandler(router as any)
  let close = () => {}
  let down = false
  let dials = 0
  const connection = createConnection(async () => {
    dials += 1
    if (down) throw new Error('The test is down.')
    const { port1, port2 } = new MessageChannel()
    const ended = Promise.withResolvers<void>()
    handler.upgrade(port2)
    port1.start()
    port2.start()
    close = () => {
      port1.close()
      port2.close()
      ended.resolve()
    }
    return { link: new RPCLink({ port: port1 }), closed: ended.promise, close }
  })
  return {
    connection,
    cut: () => close(),
    setDown: (value) => {
      down = value
    },
    dials: () => dials,
  }
}
