/** An error's body is read up to this many bytes. */
const LONGEST_ERROR_BODY = 64 * 1024

/** Statuses whose responses have no body (Fetch standard, "null body status"). */
const NO_BODY = new Set([101, 204, 205, 304])

/**
 * A fetch for requests that carry a key. Redirects come back as they are and are never followed, so that
 * the key goes nowhere else; of the headers it is given it sends only the body's kind, what is accepted
 * and the key, so that nothing about the machine and nothing from the environment goes along. An error's body
 * is cut at 64 KiB.
 */
export function createGuardedFetch(order: {
  fetch: typeof fetch
  apiKey: string
}): (url: string | URL | Request, init?: RequestInit) => Promise<Response> {
  const { apiKey } = order
  return async (url, init = {}) => {
    const headers = new Headers({ accept: 'application/json', 'user-agent': 'treeline' })
    if (init.body != null) headers.set('content-type', 'application/json')
    if (apiKey.trim() !== '') headers.set('authorization', `Bearer ${apiKey.trim()}`)
    const response = await order.fetch(url, { ...init, headers, redirect: 'manual' })
    if (response.ok || response.body === null || NO_BODY.has(response.status)) return response
    return new Response(ReadableStream.from(cut(response.body)), {
      status: response.status,
      headers: response.headers,
    })
  }
}

async function* cut(body: ReadableStream<Uint8Array>) {
  let left = LONGEST_ERROR_BODY
  for await (const chunk of body) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}
