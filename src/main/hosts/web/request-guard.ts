import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The page's first WebSocket subprotocol; the token is in the second, as `token.<token>`. */
export const socketProtocol = 'treeline.v1'

/** Who may talk to the server: pages of these origins, under these host names, with this token. */
export type RequestGuard = {
  /** Why a request is refused, in words for a log and a person; null when it may pass. */
  refusal(request: IncomingMessage): string | null
  /** As `refusal`, for an upgrade, which must also come from a page and carry the token. */
  upgradeRefusal(request: IncomingMessage): string | null
}

/**
 * Holds every request against the names this server goes by. A Host that is not ours is DNS rebinding, an
 * Origin that is not ours is another page: both are refused, whatever token they bring. `devOrigin` is the
 * development server's page, if there is one.
 */
export function createRequestGuard({
  port,
  token,
  devOrigin,
}: {
  port: number
  token: string
  devOrigin: string | null
}): RequestGuard {
  const names = ['127.0.0.1', 'localhost']
  const hosts = new Set(names.map((name) => `${name}:${port}`))
  const origins = new Set(names.map((name) => `http://${name}:${port}`))
  if (devOrigin !== null) origins.add(devOrigin)

  const refusal = ({ headers }: IncomingMessage): string | null => {
    if (!hosts.has((headers.host ?? '').toLowerCase()))
      return `Host ${headers.host ?? '(none)'} is not this server.`
    if (headers.origin !== undefined && !origins.has(headers.origin)) {
      return `Origin ${headers.origin} may not talk to this server.`
    }
    return null
  }

  return {
    refusal,
    upgradeRefusal(request) {
      const refused = refusal(request)
      if (refused !== null) return refused
      if (request.headers.origin === undefined) return 'A connection must say which page it comes from.'
      const protocols = (request.headers['sec-websocket-protocol'] ?? '')
        .split(',')
        .map((name) => name.trim())
      if (!protocols.includes(socketProtocol)) return `The connection does not speak ${socketProtocol}.`
      const given = protocols.find((name) => name.startsWith('token.'))?.slice('token.'.length) ?? ''
      return sameToken(given, token) ? null : 'The token is missing or wrong.'
    },
  }
}

/** Compares in constant time, whatever the lengths. */
function sameToken(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}
