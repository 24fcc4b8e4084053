import { hash } from 'node:crypto'
import OpenAI from 'openai'
import type { WireForm } from '../../contract/sent-request.ts'
import { type WireBody, wireBody } from './chat-wire.ts'
import { findEndpointFault } from './endpoint-fault.ts'
import { failureOf, refusalFailure } from './failure-of.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import type { Endpoint, ModelClient, TurnDelta, TurnOutcome, TurnRequest } from './model-client.ts'
import { patientDispatcher } from './patient-dispatcher.ts'
import { createQuirkBook, isPairingRefusal, learnQuirk, type Quirks } from './quirks.ts'
import { readAnswer } from './read-answer.ts'
import { cleanWords, findWords, isLoopback, serverOf } from './server-words.ts'
import { strictHistory } from './strict-history.ts'
import { judgeTurn } from './turn-outcome.ts'
import { settleUsage } from './turn-usage.ts'
import { createWatchdog, type Stall, systemTimers, type Timers } from './watchdog.ts'

/** No piece of an answer for so long, in milliseconds, and it counts as stalled, unless the request says otherwise. */
const STALL_MS = 300_000

/** The SDK's own time limit, in milliseconds, is out of the way: the watchdog keeps the time. */
const NO_SDK_TIMEOUT = 2 ** 31 - 1

/** Why a connection ends once there is an outcome: made once, as the stack of each costs more than the rest of it. */
const over = new DOMException('The turn is over.', 'AbortError')

export type ModelClientOptions = {
  fetch?: typeof fetch
  timers?: Timers
  /** Epoch milliseconds. */
  now?(): number
  stallMs?: number
}

/** What one request needs beside itself. */
type Asking = {
  onDelta(delta: TurnDelta): void
  onBytes(): void
  onContent(): void
  signal: AbortSignal
}

/**
 * Asks any OpenAI-compatible server for a turn, once: it never asks again by itself, except in the way that a
 * refusal asks for: without a field that the server does not take, with the model's reasoning, or with calls
 * and results paired more strictly. What helped is remembered for that base URL and model as long as this
 * client lives; what did not help is not tried twice. Tokens that a server does not count are estimated, four characters a token.
 */
export function createModelClient(options: ModelClientOptions = {}): ModelClient {
  const { timers = systemTimers, now = Date.now, stallMs = STALL_MS } = options
  let latest: { baseUrl: string; apiKey: string; client: OpenAI } | null = null
  const quirkBook = createQuirkBook()

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
          connection.abort(over)
          resolve(outcome)
        }
        const stop = () => settle({ status: 'aborted' })
        signal.addEventListener('abort', stop)
        const watchdog = createWatchdog({
          timers,
          now,
          stallMs: request.stallMs ?? stallMs,
          // A server on this machine slept as well.
          dropsInSleep: !isLoopback(request.endpoint.baseUrl),
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
    let quirks = quirkBook.of(endpoint)
    for (;;) {
      const sent = quirks.strict ? { ...request, messages: strictHistory(request.messages) } : request
      const body = wireBody(sent, quirks.omitted, quirks.reasoning)
      request.onSent?.(formOf(body, quirks))
      try {
        const response = await send(endpoint, body, asking)
        quirkBook.keep(endpoint, quirks)
        return await read(response, endpoint, body, asking)
      } catch (error) {
        const learned = learnQuirk(error, body.fields, quirks)
        if (learned === null && quirks.strict && isPairingRefusal(error)) {
          return unpairable(failureOf(error, endpoint, now()), sent)
        }
        if (learned === null) throw error
        quirks = learned
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
      fetch: createGuardedFetch({ fetch: options.fetch ?? fetchPatiently, apiKey }),
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
    const host = serverOf(endpoint)
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

function formOf({ bytes }: WireBody, { omitted, reasoning, strict }: Quirks): WireForm {
  return {
    ...(omitted.size === 0 ? {} : { omitted: [...omitted] }),
    ...(reasoning ? { reasoning } : {}),
    ...(strict ? { strict } : {}),
    bytes: bytes.length,
    sha256: hash('sha256', bytes),
  }
}

/** Node's fetch, without its own limit on how long a server may think. */
const fetchPatiently: typeof fetch = (url, init) => {
  const dispatcher = patientDispatcher()
  return fetch(url, dispatcher === null ? init : ({ ...init, dispatcher } as RequestInit))
}

/** What is known of a history whose pairing a server refuses in every form. */
function unpairable(outcome: ReturnType<typeof failureOf>, { messages }: TurnRequest): TurnOutcome {
  const calls = messages.reduce((sum, one) => sum + (one.role === 'assistant' ? one.calls.length : 0), 0)
  const checked = `The history was checked and sent once more in its strictest form, ${messages.length} messages with ${calls} calls and as many results; the server refused that too.`
  return { ...outcome, failure: { ...outcome.failure, message: `${outcome.failure.message} ${checked}` } }
}

function stalled(endpoint: Endpoint, what: Stall, ms: number): TurnOutcome {
  const host = serverOf(endpoint)
  const seconds = Math.round(ms / 1_000)
  if (what === 'sleep') {
    return failed(
      'stalled',
      `This machine slept for ${seconds} seconds, and the connection to ${host} was lost.`,
      true,
    )
  }
  const nothing = what === 'bytes' ? 'sent nothing' : 'sent nothing but keep-alives'
  return failed('stalled', `${host} ${nothing} for ${seconds} seconds.`, true)
}

function unreadable(
  { what, head }: { what: 'html' | 'json' | 'event' | 'other'; head: string },
  endpoint: Endpoint,
): TurnOutcome {
  const host = serverOf(endpoint)
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
