/** The first wait, in milliseconds, before jitter. */
const FIRST_DELAY_MS = 1_000

/** The longest wait of our own choosing, in milliseconds. */
const LONGEST_DELAY_MS = 60_000

/** The longest wait that a server may ask for, in milliseconds. */
export const LONGEST_RETRY_AFTER_MS = 600_000

/**
 * How long to wait before the next try, in milliseconds. `attempt` is the try that has just failed, from
 * 1; `retryAfterMs` is what the server asked for, or null; `random` is 0 ≤ x < 1. Without a wish of the
 * server's the wait doubles from 1 s to 60 s, of which the upper half is jitter, so that many tasks do
 * not come back in step. A server's wish is kept to, with up to a second of jitter on top, but never beyond ten
 * minutes: then it is asked again, and may say once more how long it wants. Pure.
 */
export function retryDelay(order: { attempt: number; retryAfterMs: number | null; random: number }): number {
  const { attempt, retryAfterMs, random } = order
  if (retryAfterMs !== null) {
    if (!Number.isFinite(retryAfterMs)) return LONGEST_RETRY_AFTER_MS
    return Math.min(Math.max(0, Math.ceil(retryAfterMs)) + Math.round(random * 1_000), LONGEST_RETRY_AFTER_MS)
  }
  const doublings = Math.min(Math.max(0, attempt - 1), 30)
  const ceiling = Math.min(FIRST_DELAY_MS * 2 ** doublings * 2, LONGEST_DELAY_MS)
  return Math.max(FIRST_DELAY_MS, Math.round(ceiling / 2 + (ceiling / 2) * random))
}

/**
 * The wait that a response asks for, in milliseconds from `now` (epoch ms), or null when it asks for none
 * that can be read. Reads `retry-after-ms`, then `retry-after` as seconds or as an HTTP date (RFC 9110
 * §10.2.3). A date that has passed is 0.
 */
export function readRetryAfter(headers: Headers, now: number): number | null {
  const milliseconds = readNumber(headers.get('retry-after-ms'))
  if (milliseconds !== null) return milliseconds
  const header = headers.get('retry-after')
  const seconds = readNumber(header)
  if (seconds !== null) return seconds * 1_000
  // Date.parse takes "-5" for a month of some year: only what looks like an HTTP date is one.
  if (header === null || !/[a-z]{3}/i.test(header)) return null
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

function readNumber(text: string | null): number | null {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null
}
