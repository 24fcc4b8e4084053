/** What a server may say in a message for people, in UTF-16 units. */
const LONGEST_WORDS = 500

/** Tokens that look like API keys, masked ones included. */
const KEY_LIKE = /\b(sk|pk|rk|gsk|xai|key|hf|r8|AIza|nvapi|fw)[-_][A-Za-z0-9_*.-]{6,}|\bBearer\s+\S+/g

/**
 * The words of an error body, parsed or not: its own message out of the many shapes that servers give it.
 * Empty when there are none. For a page of HTML its title. Not yet fit to be shown: see `cleanWords`.
 */
export function findWords(body: unknown): string {
  if (typeof body === 'string') return isHtml(body) ? titleOf(body) : body
  if (Array.isArray(body)) return body.map(findWords).filter(Boolean).join('; ')
  if (typeof body !== 'object' || body === null) return ''
  const fields = body as Record<string, unknown>
  // OpenRouter wraps what the upstream said; FastAPI lists what it found and where.
  const raw = findWords(readField(fields.metadata, 'raw'))
  const own =
    firstWords(
      fields.message,
      fields.error,
      fields.detail,
      fields.errors,
      fields.msg,
      fields.error_description,
    ) || firstWords(fields.title, fields.code, fields.type)
  const where = Array.isArray(fields.loc) ? `${fields.loc.join('.')}: ` : ''
  return where + (raw === '' || own.includes(raw) ? own : own === '' ? raw : `${own}: ${parseWords(raw)}`)
}

function firstWords(...candidates: unknown[]): string {
  for (const candidate of candidates) {
    const words = findWords(candidate)
    if (words !== '') return words
  }
  return ''
}

function parseWords(raw: string): string {
  try {
    return findWords(JSON.parse(raw)) || raw
  } catch {
    return raw
  }
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

/** Whether a text is a web page. */
export function isHtml(text: string): boolean {
  return /^\s*(<!doctype|<html|<head|<body|<\?xml)/i.test(text)
}

function titleOf(html: string): string {
  const title = /<title[^>]*>([^<]{1,200})<\/title>/i.exec(html)?.[1]?.trim()
  return title === undefined || title === '' ? 'a web page' : `a web page titled “${title}”`
}

/**
 * Makes a server's words fit to be shown: the key taken out wherever it stands, control characters gone,
 * one line, at most 500 characters.
 */
export function cleanWords(words: string, apiKey: string): string {
  const line = redactKey(words, apiKey)
    .replace(/\p{Cc}\[[0-9;?]*[ -/]*[@-~]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > LONGEST_WORDS ? `${line.slice(0, LONGEST_WORDS - 1).toWellFormed()}…` : line
}

/** Takes an API key, and whatever looks like one, out of a text. Keys of under 8 characters are no secrets. */
export function redactKey(text: string, apiKey: string): string {
  const own = apiKey.trim()
  const without =
    own.length >= 8 ? text.replaceAll(own, '[key]').replaceAll(encodeURIComponent(own), '[key]') : text
  return without.replace(KEY_LIKE, '[key]')
}

/** Whether an address is on this machine. */
export function isLoopback(url: string): boolean {
  return (
    URL.canParse(url) &&
    /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(new URL(url).hostname)
  )
}

/** How messages name an endpoint: its provider, where that is known, and its host. */
export function serverOf({
  baseUrl,
  name,
  apiKey,
}: {
  baseUrl: string
  name?: string
  apiKey: string
}): string {
  const host = hostOf(baseUrl)
  const shown = cleanWords(name ?? '', apiKey)
  return shown === '' || shown === host ? host : `${shown} (${host})`
}

/** The host and port of a URL: all of an endpoint that messages name. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the endpoint'
}
