import { type LookupAddress, lookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { AppError } from '../../contract/app-error.ts'
import { isLiteralHost, isPrivateAddress } from './private-address.ts'

/** A page as it came: its bytes, at most as many as were asked for, and where it was in the end. */
export type FetchedPage = { url: string; contentType: string; bytes: Buffer; cut: boolean }

/** What bounds a fetch. */
export type FetchLimits = { maxBytes: number; timeoutMs: number; maxRedirects: number }

/** Two megabytes are a long page, fifteen seconds a slow one, and five redirects more than honest sites have. */
export const usualLimits: FetchLimits = { maxBytes: 2 * 1024 * 1024, timeoutMs: 15_000, maxRedirects: 5 }

/**
 * Fetches an http or https page, without cookies, credentials or a referrer. A private address is asked only where the
 * typed URL itself names it, never because a name or a redirect leads there: that is checked for the very address the
 * connection goes to. Rejects with AppError in words.
 */
export async function fetchPage(typed: string, limits: FetchLimits = usualLimits): Promise<FetchedPage> {
  const signal = AbortSignal.timeout(limits.timeoutMs)
  const first = readUrl(typed)
  let url = first
  try {
    for (let redirects = 0; ; redirects++) {
      const mayBePrivate = isLiteralHost(first.hostname) && url.host === first.host
      const response = await request(url, mayBePrivate, signal)
      const { statusCode = 0, headers } = response
      const { location } = headers
      if (statusCode >= 300 && statusCode < 400 && location !== undefined) {
        response.destroy()
        if (redirects >= limits.maxRedirects)
          throw refuse(`${typed} redirects more than ${limits.maxRedirects} times.`)
        url = readUrl(new URL(location, url).href)
        continue
      }
      if (statusCode < 200 || statusCode >= 300) {
        response.destroy()
        throw refuse(`${url.host} answered with HTTP ${statusCode}.`)
      }
      const { bytes, cut } = await readBody(response, limits.maxBytes, signal)
      return { url: url.href, contentType: headers['content-type'] ?? '', bytes, cut }
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    if (signal.aborted) throw refuse(`${url.host} took longer than ${limits.timeoutMs / 1000} seconds.`)
    const { code, message } = error as NodeJS.ErrnoException
    throw refuse(`${url.host} could not be reached (${code ?? message}).`, error)
  }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refuse('Only http and https addresses are fetched.')
  if (url.username !== '' || url.password !== '')
    throw refuse('An address with a user name in it is not fetched.')
  return url
}

function request(url: URL, mayBePrivate: boolean, signal: AbortSignal): Promise<http.IncomingMessage> {
  // Connecting to an address that is one already asks no lookup.
  if (!mayBePrivate && isLiteralHost(url.hostname) && isPrivateAddress(bare(url.hostname)))
    throw privateHost(url)
  const client = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    client
      .get(url, {
        signal,
        // A connection of its own: one that was opened for somebody else was checked by other rules.
        agent: false,
        lookup: mayBePrivate ? undefined : publicLookup(url),
        headers: {
          'User-Agent': 'Treeline',
          Accept: 'text/html, text/*;q=0.9, application/json;q=0.9, */*;q=0.1',
          'Accept-Encoding': 'gzip, deflate, br',
        },
      })
      .once('response', resolve)
      .once('error', reject)
  })
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

/** Looks names up, and fails where one leads to an address that is not public. */
function publicLookup(url: URL): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error !== null || first === undefined) return done(error ?? privateHost(url), '', 4)
      if (addresses.some(({ address }) => isPrivateAddress(address))) return done(privateHost(url), '', 4)
      if (options.all === true) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}

async function readBody(response: http.IncomingMessage, maxBytes: number, signal: AbortSignal) {
  const chunks: Buffer[] = []
  let length = 0
  let cut = false
  const enough = new AbortController()
  const take = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const room = maxBytes - length
      chunks.push(chunk.subarray(0, room))
      length += Math.min(chunk.length, room)
      if (chunk.length > room) {
        cut = true
        enough.abort()
      }
      done()
    },
  })
  try {
    const decoders = decodersOf(response.headers['content-encoding'])
    await pipeline([response as Readable, ...decoders, take], {
      signal: AbortSignal.any([signal, enough.signal]),
    })
  } catch (error) {
    if (!cut) throw error
  }
  return { bytes: Buffer.concat(chunks), cut }
}

function decodersOf(encoding = ''): Transform[] {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return []
    case 'gzip':
    case 'x-gzip':
      return [createGunzip()]
    case 'deflate':
      return [createInflate()]
    case 'br':
      return [createBrotliDecompress()]
    default:
      throw refuse(`It is packed as ${encoding}, which cannot be read.`)
  }
}

function privateHost(url: URL): AppError {
  return refuse(
    `${url.host} is on this machine or a private network. Type its address itself, such as http://127.0.0.1:3000, if you mean it.`,
  )
}

function refuse(words: string, cause?: unknown): AppError {
  return new AppError('bad_request', words, { cause })
}
