import OpenAI, { APIError } from 'openai'
import { type OptionalField, optionalFields, type WireBody, wireBody } from './chat-wire.ts'
import { findEndpointFault } from './endpoint-fault.ts'
import { failureOf, refusalFailure } from './failure-of.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import type { Endpoint, ModelClient, TurnDelta, TurnOutcome, TurnRequest } from './model-client.ts'
import { readAnswer } from './read-answer.ts'
import { cleanWords, findWords, hostOf } from './server-words.ts'
import { judgeTurn } from './turn-outcome.ts'
import { settleUsage } from './turn-usage.ts'
import { createWatchdog, systemTimers, type Timers } from './watchdog.ts'

/** No byte for so long, in milliseconds, and the answer counts as stalled. */
const STALL_MS = 120_000

/** Nothing but keep-alives for so long, in milliseconds, and the answer counts as stalled. */
const SILENCE_MS = 300_000

/** The SDK's own time limit, in milliseconds, is out of the way: the watchdog keeps the time. */
const NO_SDK_TIMEOUT = 2 ** 31 - 1

export type ModelClientOptions = {
  fetch?: typeof fetch
  timers?: Timers
  /** Epoch milliseconds. */
  now?(): number
  stallMs?: number
  silenceMs?: number
}

/** What one request needs beside itself. */
type Asking = {
  onDelta(delta: TurnDelta): void
  onBytes(): void
  onContent(): void
  signal: AbortSignal
}

/**
 * Asks any OpenAI-compatible server for a turn, once: it never asks again by itself, except without a field
 * that the server says it does not take, which is then remembered for that base URL as long as this client
 * lives. Tokens that a server does not count are estimated, four characters a token.
 */
export function createModelClient(options: ModelClientOptions = {}): ModelClient {
  const { timers = systemTimers, now = Date.now, stallMs = STALL_MS, silenceMs = SILENCE_MS } = options
  let latest: { baseUrl: string; apiKey: string; client: OpenAI } | null = null
  const refusedFields = new Map<string, ReadonlySet<OptionalField>>()

  return {
    streamTurn(request, onDelta, signal) {
      return new Promise((resolve) => {
        if (signal.aborted) return resolve({ status: 'aborted' })
        const connection = new AbortController()
        let settled = false
        const settle = (outcome: TurnOutcome) => {
          if (settled) return
          settled = true
          signal.removeEventListener('abort', stop)
          watchdog.dispose()
          connection.abort()
          resolve(outcome)
        }
        const stop = () => settle({ status: 'aborted' })
        signal.addEventListener('abort', stop)
        const watchdog = createWatchdog({
          timers,
          stallMs,
          silenceMs,
          onStall: (what, ms) => settle(stalled(request.endpoint, what, ms)),
        })
        ask(request, {
          onDelta: (delta) => {
            if (!settled) onDelta(delta)
          },
          onBytes: watchdog.sawBytes,
          onContent: watchdog.sawContent,
          signal: connection.signal,
        }).then(settle, (error: unknown) => settle(failureOf(error, request.endpoint, now())))
      })
    },
  }

  async function ask(request: TurnRequest, asking: Asking): Promise<TurnOutcome> {
    const { endpoint } = request
    const fault = findEndpointFault(endpoint)
    if (fault !== null) return failed('bad_request', fault, false)
    const omitted = new Set(refusedFields.get(endpoint.baseUrl))
    for (;;) {
      const body = wireBody(request, omitted)
      try {
        const response = await send(endpoint, body, asking)
        if (omitted.size > 0) refusedFields.set(endpoint.baseUrl, omitted)
        return await read(response, endpoint, body, asking)
      } catch (error) {
        const field = findRefusedField(error, body)
        if (field === null) throw error
        omitted.add(field)
      }
    }
  }

  async function send(endpoint: Endpoint, { bytes }: WireBody, asking: Asking): Promise<Response> {
    const request = clientOf(endpoint).post('/chat/completions', { body: bytes, signal: asking.signal })
    const response = await request.asResponse()
    asking.onBytes()
    return response
  }

  /** The latest endpoint's client is kept: tasks mostly ask the same one again. */
  function clientOf({ baseUrl, apiKey }: Endpoint): OpenAI {
    if (latest?.baseUrl === baseUrl && latest.apiKey === apiKey) return latest.client
    const client = new OpenAI({
      // The guarded fetch sets the key. Everything else that the SDK would take from the environment is off.
      apiKey: 'unused',
      baseURL: baseUrl,
      adminAPIKey: null,
      organization: null,
      project: null,
      maxRetries: 0,
      timeout: NO_SDK_TIMEOUT,
      logLevel: 'off',
      fetch: createGuardedFetch({ fetch: options.fetch ?? fetch, apiKey }),
    })
    latest = { baseUrl, apiKey, client }
    return client
  }

  async function read(
    response: Response,
    endpoint: Endpoint,
    body: WireBody,
    asking: Asking,
  ): Promise<TurnOutcome> {
    const host = hostOf(endpoint.baseUrl)
    const answer = await readAnswer(response, asking)
    switch (answer.status) {
      case 'error':
        return refusalFailure({ status: null, body: answer.error, headers: null }, endpoint, now())
      case 'too_long':
        return failed('malformed', `${host} sent an answer without end; it was cut off after 8 MB.`, false)
      case 'unreadable':
        return unreadable(answer, endpoint)
      case 'read': {
        const { turn, ended } = answer
        const usage = settleUsage(turn.usage, endpoint.price, {
          sent: () => body.bytes.length,
          received: turn.characters,
        })
        return judgeTurn(turn, { host, ended, usage })
      }
      default:
        return answer satisfies never
    }
  }
}

/** The optional field of this body that a server named in refusing it, or null. */
function findRefusedField(error: unknown, body: WireBody): OptionalField | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null
  const details = `${findWords(error.error ?? error.message)} ${error.param ?? ''}`
  return optionalFields.find((field) => body.fields.has(field) && details.includes(field)) ?? null
}

function stalled(endpoint: Endpoint, what: 'bytes' | 'content', ms: number): TurnOutcome {
  const host = hostOf(endpoint.baseUrl)
  const seconds = Math.round(ms / 1_000)
  const nothing = what === 'bytes' ? 'sent nothing' : 'sent nothing but keep-alives'
  return failed('stalled', `${host} ${nothing} for ${seconds} seconds.`, true)
}

function unreadable(
  { what, head }: { what: 'html' | 'json' | 'event' | 'other'; head: string },
  endpoint: Endpoint,
): TurnOutcome {
  const host = hostOf(endpoint.baseUrl)
  const shown = cleanWords(findWords(head), endpoint.apiKey)
  if (what === 'event') return failed('malformed', `${host} sent an event that is no JSON: ${shown}`, true)
  const found = what === 'html' ? shown : `something else: ${shown}`
  return failed(
    'malformed',
    `${host} answered with ${found} instead of a chat completion. Check the base URL, which mostly ends in /v1.`,
    false,
  )
}

function failed(
  kind: 'bad_request' | 'malformed' | 'stalled',
  message: string,
  retryable: boolean,
): TurnOutcome {
  return { status: 'failed', failure: { kind, message, httpStatus: null }, retryable, retryAfterMs: null }
}
