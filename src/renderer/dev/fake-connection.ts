import { RPCLink } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import { type Connection, createConnection } from '../connection/connection.ts'
import { createFakeRouter, type FakeOptions } from './fake-router.ts'

/** A connection to the fake engine: the real link and the real contract over a channel within the page. */
export function createFakeConnection(options: FakeOptions): Connection {
  const handler = new RPCHandler(createFakeRouter(options))
  return createConnection(async () => {
    const { port1, port2 } = new MessageChannel()
    const ended = Promise.withResolvers<void>()
    port1.addEventListener('close', () => ended.resolve())
    handler.upgrade(port2)
    port1.start()
    port2.start()
    return {
      link: new RPCLink({ port: port1 }),
      closed: ended.promise,
      close: () => {
        port1.close()
        ended.resolve()
      },
    }
  })
}

/** Reads `?tasks=10000&empty&stream` from the page's address. */
export function fakeOptions(search: string): FakeOptions {
  const given = new URLSearchParams(search)
  return { tasks: Number(given.get('tasks') ?? 0), empty: given.has('empty'), stream: given.has('stream') }
}
