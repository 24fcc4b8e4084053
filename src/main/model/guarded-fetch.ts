/** An error's body is read up to this many bytes. */
const LONGEST_ERROR_BODY = 64 * 1024

/** Statuses whose responses have no body (Fetch standard, "null body status"). */
const NO_BODY = new Set([101, 204, 205, 304])

/**
 * A fetch for requests that carry a key. Redirects come back as they are and are never followed, so that
 * the key goes nowhere else; of the headers it is given it sends only the body's kind, what is accepted
 * and the key, so that nothing about the machine and nothing from the environment goes along. `onBytes`
 * hears of every piece that comes in, the response's head included. An error's body is cut at 64 KiB.
 */
export function createGuardedFetch(order: {
  fetch: typeof fetch
  apiKey: string
  onBytes(): void
}): (url: string | URL | Request, init?: RequestInit) => Promise<Response> {
  const { apiKey, onBytes } = order
  return async (url, init = {}) => {
    const headers = new Headers({ accept: 'application/json', 'user-agent': 'treeline' })
    if (typeof init.body === 'string') headers.set('content-type', 'application/json')
    if (apiKey.trim() !== '') headers.set('authorization', `Bearer ${apiKey.trim()}`)
    const response = await order.fetch(url, { ...init, headers, redirect: 'manual' })
    onBytes()
    if (response.body === null || NO_BODY.has(response.status)) return response
    const limit = response.ok ? Number.POSITIVE_INFINITY : LONGEST_ERROR_BODY
    return new Response(ReadableStream.from(watch(response.body, limit, onBytes)), {
      status: response.status,
      headers: response.headers,
    })
  }
}

async function* watch(body: ReadableStream<Uint8Array>, limit: number, onBytes: () => void) {
  let left = limit
  for await (const chunk of body) {
    onBytes()
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}
