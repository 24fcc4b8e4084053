import { z } from 'zod'
import type { ConnectionTest } from '../../contract/provider.ts'
import { findEndpointFault } from './endpoint-fault.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { describeNetworkError } from './network-error.ts'
import { cleanWords, findWords, hostOf, isHtml } from './server-words.ts'
import { systemTimers, type Timers } from './watchdog.ts'

/** A connection test takes at most so long, in milliseconds. */
const TIME_LIMIT_MS = 10_000

/** A list of models is read up to this many bytes. */
const LONGEST_LIST = 4 * 1024 * 1024

const listSchema = z.union([
  z.object({ data: z.array(z.unknown()) }).transform((body) => body.data),
  // Ollama's own and a few gateways' shape.
  z.object({ models: z.array(z.unknown()) }).transform((body) => body.models),
  z.array(z.unknown()),
])

const modelSchema = z.union([
  z.string(),
  z.object({ id: z.string() }).transform((model) => model.id),
  z.object({ name: z.string() }).transform((model) => model.name),
])

/**
 * Asks an endpoint for its models, which shows whether address and key hold. Takes at most ten seconds.
 * Must not throw or reject; an aborted test is a failed one.
 */
export async function testConnection(
  endpoint: { baseUrl: string; apiKey: string },
  signal: AbortSignal,
  options: { fetch?: typeof fetch; timers?: Timers; now?(): number } = {},
): Promise<ConnectionTest> {
  const { timers = systemTimers, now = Date.now } = options
  const fault = findEndpointFault(endpoint)
  if (fault !== null) return failed(fault)
  const host = hostOf(endpoint.baseUrl)
  const timeUp = new AbortController()
  const timer = timers.set(() => timeUp.abort(), TIME_LIMIT_MS)
  const guarded = createGuardedFetch({
    fetch: options.fetch ?? fetch,
    apiKey: endpoint.apiKey,
  })
  const began = now()
  try {
    const url = new URL(endpoint.baseUrl)
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/models`
    const response = await guarded(url, { signal: AbortSignal.any([signal, timeUp.signal]) })
    const body = await readBody(response)
    if (!response.ok) return failed(describeStatus(response.status, body, endpoint), response.status)
    const models = readModels(body)
    if (models !== null) return { status: 'ok', models, latencyMs: Math.max(0, now() - began) }
    const found = isHtml(body) ? findWords(body) : `something else: ${cleanWords(body, endpoint.apiKey)}`
    return failed(
      `${host} answered with ${found} instead of its models. Check the base URL, which mostly ends in /v1.`,
      response.status,
    )
  } catch (error) {
    if (signal.aborted) return failed('The test was stopped.')
    if (timeUp.signal.aborted) {
      return failed(
        `${host} gave no answer within ten seconds. Is the server running, and is the base URL right?`,
      )
    }
    return failed(describeNetworkError(error, endpoint).words)
  } finally {
    timers.clear(timer)
  }
}

function describeStatus(status: number, body: string, endpoint: { baseUrl: string; apiKey: string }): string {
  const host = hostOf(endpoint.baseUrl)
  const said = cleanWords(findWords(parseJson(body) ?? body), endpoint.apiKey)
  const words = said === '' ? '' : ` It said: ${said}`
  if (status === 401 && endpoint.apiKey.trim() === '') {
    return `${host} asks for an API key (HTTP 401), and none is set.${words}`
  }
  if (status === 401 || status === 403) {
    return `${host} refused the API key (HTTP ${status}). Check it for typing errors, and what it may do.${words}`
  }
  if (status === 404) {
    return `${host} has no list of models at this address (HTTP 404). Check the base URL, which mostly ends in /v1.${words}`
  }
  if (status >= 300 && status < 400) {
    return `${host} sends requests on to another address (HTTP ${status}), which is not followed, so that the key stays where it was meant to go. If you trust that address, make it the base URL.`
  }
  if (status === 429) return `${host} asks to slow down (HTTP 429). Try again in a while.${words}`
  if (status >= 500) return `${host} has a fault of its own (HTTP ${status}). Try again in a while.${words}`
  return `${host} did not accept the request (HTTP ${status}).${words}`
}

/** The ids that the server lists, each once, in its order; null when the body is no list of models. */
function readModels(body: string): string[] | null {
  const list = listSchema.safeParse(parseJson(body)).data
  if (list === undefined) return null
  return [...new Set(list.map((item) => modelSchema.safeParse(item).data ?? '').filter((id) => id !== ''))]
}

async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    length += chunk.length
    if (length > LONGEST_LIST) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failed(message: string, httpStatus: number | null = null): ConnectionTest {
  return { status: 'failed', message, httpStatus }
}
