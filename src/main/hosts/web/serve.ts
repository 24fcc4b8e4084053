import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { AppError } from '../../../contract/app-error.ts'
import { createRouter } from '../../api/router.ts'
import type { App } from '../../app.ts'
import { boundSocket } from './bound-socket.ts'
import { createRequestGuard, type Refusal, socketProtocol } from './request-guard.ts'
import { securityHeaders, sendFile } from './static-files.ts'

/** The largest message a page may send: a message of a million characters, four bytes each, and some room. */
const maxPayload = 8 * 1024 * 1024

/**
 * Milliseconds: a request's headers and the whole of a request, which has no body here, must have come in by
 * then; how often that is looked at; and how long the other side may take to close a connection.
 */
const patience = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 }
const closeTimeout = 2_000

/** A server that is running. */
export type WebServer = {
  port: number
  token: string
  /** The address for a person, with the token in its fragment, which browsers send to nobody. */
  url: string
  dispose(): Promise<void>
}

/**
 * Serves the page and the contract on loopback. Authentication cannot be turned off: every request's Host
 * and Origin are checked, and a connection needs the token. Rejects with AppError `conflict` when the port
 * is taken.
 */
export async function serve({
  app,
  port,
  pageFolder,
  devOrigin = null,
  log,
}: {
  app: App
  /** 0 for a free one. */
  port: number
  pageFolder: string
  devOrigin?: string | null
  log(level: 'info' | 'warn' | 'error', message: string): void
}): Promise<WebServer> {
  const token = randomBytes(24).toString('base64url')
  const http = createServer(patience)
  const bound = await listen(http, port)
  const guard = createRequestGuard({ port: bound, token, devOrigin })
  const headers = securityHeaders(bound)
  const handler = new RPCHandler(createRouter(app), {
    interceptors: [
      async ({ next }) => {
        try {
          return await next()
        } catch (error) {
          if (!isExpected(error))
            log('error', `A call failed: ${error instanceof Error ? error.stack : String(error)}`)
          throw error
        }
      },
    ],
  })
  const socketOptions = {
    noServer: true,
    maxPayload,
    // Missing in the package's types.
    closeTimeout,
    perMessageDeflate: false,
    handleProtocols: () => socketProtocol,
  }
  const sockets = new WebSocketServer(socketOptions)

  http.on('request', (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const refused = guard.refusal(request)
    if (refused !== null) {
      response.writeHead(refused.status, plainText).end(`${refused.reason}\n`)
      return
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...plainText, Allow: 'GET, HEAD' }).end('Only GET and HEAD are answered.\n')
      return
    }
    void sendFile(pageFolder, (request.url ?? '/').split('?')[0] ?? '/', response)
  })
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever hangs up in the middle must not end the app.
    socket.on('error', () => socket.destroy())
    const refused = guard.upgradeRefusal(request)
    if (refused !== null) {
      log('warn', `A connection was refused: ${refused.reason}`)
      return refuse(socket, refused.status, headers)
    }
    if ((request.url ?? '').split('?')[0] !== '/rpc') return refuse(socket, 404, headers)
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.binaryType = 'arraybuffer'
      webSocket.on('error', (error) => log('warn', `A connection broke: ${error.message}`))
      void handler.upgrade(
        boundSocket(webSocket, (reason) => log('warn', `A connection was ended: ${reason}.`)),
      )
    })
  })

  return {
    port: bound,
    token,
    url: `http://127.0.0.1:${bound}/#token=${token}`,
    async dispose() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

function listen(http: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE'
      const words = taken ? `Port ${port} is taken. Choose another one with --port.` : cause.message
      reject(new AppError('conflict', words, { cause }))
    })
    http.listen(port, '127.0.0.1', () => resolve((http.address() as AddressInfo).port))
  })
}

/** A refusal's own text; and no more is read from whoever sent it, however much there is. */
const plainText = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }

function refuse(socket: Duplex, status: Refusal['status'] | 404, headers: Record<string, string>): void {
  const lines = Object.entries({ ...headers, Connection: 'close', 'Content-Length': '0' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`, () => socket.destroy())
}

function isExpected(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'defined' in error
}
