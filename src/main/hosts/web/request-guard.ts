import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The page's first WebSocket subprotocol; the token is in the second, as `token.<token>`. */
export const socketProtocol = 'treeline.v1'

/** Why a request may not pass: the HTTP status, and words for a log and a person. */
export type Refusal = { status: 400 | 401 | 403; reason: string }

/** Who may talk to the server: pages of these origins, under these host names, with this token. */
export type RequestGuard = {
  /** Null when the request may pass. */
  refusal(request: IncomingMessage): Refusal | null
  /** As `refusal`, for an upgrade, which must also come from a page and carry the token. */
  upgradeRefusal(request: IncomingMessage): Refusal | null
}

/**
 * Holds every request against the names this server goes by. A Host that is not ours is DNS rebinding, an
 * Origin that is not ours is another page: both are refused, whatever token they bring. Names are compared
 * whole and exactly, but for the case of Host, which HTTP leaves open. `devOrigin` is the development
 * server's page, if there is one.
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

  const refusal = (request: IncomingMessage): Refusal | null => {
    const { host, origin } = request.headers
    // Node keeps the first of several and drops the rest, so that two readers could disagree.
    for (const name of ['host', 'origin']) {
      if ((request.headersDistinct[name] ?? []).length > 1) {
        return { status: 400, reason: `The request has more than one header "${name}".` }
      }
    }
    if (!hosts.has((host ?? '').toLowerCase())) {
      return { status: 403, reason: `Host ${host ?? '(none)'} is not this server.` }
    }
    if (origin !== undefined && !origins.has(origin)) {
      return { status: 403, reason: `Origin ${origin} may not talk to this server.` }
    }
    return null
  }

  return {
    refusal,
    upgradeRefusal(request) {
      const refused = refusal(request)
      if (refused !== null) return refused
      if (request.headers.origin === undefined) {
        return { status: 403, reason: 'A connection must say which page it comes from.' }
      }
      const protocols = (request.headers['sec-websocket-protocol'] ?? '')
        .split(',')
        .map((name) => name.trim())
      const given = protocols.find((name) => name.startsWith('token.'))?.slice('token.'.length) ?? ''
      if (!sameToken(given, token)) return { status: 401, reason: 'The token is missing or wrong.' }
      if (!protocols.includes(socketProtocol)) {
        return { status: 400, reason: `The connection does not speak ${socketProtocol}.` }
      }
      return null
    },
  }
}

/** Compares in constant time, whatever the lengths. */
function sameToken(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}
