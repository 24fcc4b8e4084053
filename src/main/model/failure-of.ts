import { APIConnectionError, APIError } from 'openai'
import type { TurnFailure } from '../../contract/task-event.ts'
import type { Endpoint, TurnOutcome } from './model-client.ts'
import { describeNetworkError } from './network-error.ts'
import { readRetryAfter } from './retry.ts'
import { cleanWords, findWords, hostOf } from './server-words.ts'

type Failed = Extract<TurnOutcome, { status: 'failed' }>
type Kind = TurnFailure['kind']

/** What a server said when it would not answer: the HTTP status, or null inside a stream, and its error. */
export type Refusal = { status: number | null; body: unknown; headers: Headers | null }

/** How servers say that a conversation does not fit. Each wording is one that a server uses. */
const TOO_LONG = [
  /context[ _-]?(length|size|window)[ _-]?exceeded/i,
  /(maximum|max) (model |allowed )?context (length|window|size)/i,
  /exceed\w* .{0,60}context ?(length|window|size|limit)/i,
  /context ?(length|window|size|limit).{0,60}exceed/i,
  /exceed_context_size|prompt_too_long|model_max_prompt_tokens_exceeded/i,
  /(prompt|input|request|conversation|messages?)( \w+)? (is|are|was) too (long|large)/i,
  /too large for model with \d+ maximum context/i,
  /reduce the length of (the|your) (messages|prompt|input|either)/i,
  /(input )?token count .{0,60}exceeds/i,
  /(input|prompt) (length|tokens?).{0,60}(exceed|longer than|greater than|more than)/i,
  /maximum prompt length/i,
  /too many (input )?tokens(?! per)/i,
  /exceeded model token limit/i,
  /requested tokens .{0,40}exceed/i,
  /context the overflows|loaded with context length of/i,
  /request body too large for .{0,80}tokens/i,
  /tokens in request more than max tokens/i,
]

const NO_CREDIT =
  /insufficient[_ ](quota|credits?|balance|funds)|exceeded your current quota|billing|out of credits?|payment required|credit balance is too low/i
const OVERLOADED = /overloaded|server_busy|at capacity|engine is currently/i
const RATE_LIMITED = /rate[_ -]?limit|too many requests|slow_down|tokens per min/i
const MODERATED = /moderation|flagged|content[_ ]policy|content_filter|safety system/i

/**
 * Makes a failure of whatever was thrown while asking. Connection failures and refusals of the server
 * become words for people; everything else is a fault of ours and says so. `now` is epoch milliseconds.
 */
export function failureOf(error: unknown, endpoint: Endpoint, now: number): Failed {
  if (error instanceof APIConnectionError) return networkFailure(error, endpoint)
  if (error instanceof APIError && error.status !== undefined) {
    return refusalFailure(
      { status: error.status, body: error.error ?? plainBody(error), headers: error.headers ?? null },
      endpoint,
      now,
    )
  }
  return networkFailure(error, endpoint)
}

/** A body that was no JSON, out of the SDK's message, which has the status before it and stands in for none. */
function plainBody(error: APIError): string {
  return error.message.replace(/^\d{3} (status code \(no body\)$)?/, '')
}

/** The failure of a connection that could not be made, or broke. */
export function networkFailure(error: unknown, endpoint: Pick<Endpoint, 'baseUrl' | 'apiKey'>): Failed {
  const { words, retryable } = describeNetworkError(error, endpoint)
  return failed('network', words, null, retryable, null)
}

/** The failure of a request that the server refused, before its answer or in the middle of it. */
export function refusalFailure(refusal: Refusal, endpoint: Endpoint, now: number): Failed {
  const { status, body, headers } = refusal
  const host = hostOf(endpoint.baseUrl)
  const said = findWords(body)
  const details = `${said} ${codesOf(body)}`
  const verdict = judge(codeOf(status, body), details)
  const words = cleanWords(said, endpoint.apiKey)
  const message = [
    verdict.what(host, cleanWords(endpoint.model, endpoint.apiKey), endpoint.apiKey.trim() !== ''),
    status === null ? '' : ` (HTTP ${status})`,
    words === '' ? '.' : `: ${words}${/[.!?…]$/.test(words) ? '' : '.'}`,
    verdict.advice === '' ? '' : ` ${verdict.advice}`,
  ].join('')
  const retryAfterMs = headers === null || !verdict.retryable ? null : readRetryAfter(headers, now)
  return failed(verdict.kind, message, status, verdict.retryable, retryAfterMs)
}

type Verdict = {
  kind: Kind
  retryable: boolean
  what(host: string, model: string, hasKey: boolean): string
  advice: string
}

function judge(code: number | null, details: string): Verdict {
  if (code !== 429 && code !== 401 && TOO_LONG.some((wording) => wording.test(details))) {
    return verdict(
      'context_too_long',
      false,
      (host, model) => `The conversation is too long for ${model} at ${host}`,
      'Shorten it, or choose a model that takes more.',
    )
  }
  if (code === 402 || NO_CREDIT.test(details)) {
    return verdict(
      'authentication',
      false,
      (host) => `The account at ${host} has no credit left`,
      'Top it up, or choose another provider.',
    )
  }
  if (code === 401) {
    return verdict(
      'authentication',
      false,
      (host, _, hasKey) =>
        hasKey ? `${host} refused the API key` : `${host} asks for an API key, and none is set`,
      'Check the key in the settings of the provider.',
    )
  }
  if (code === 403) {
    if (MODERATED.test(details))
      return verdict('refused', false, (host) => `${host} refused the content of the conversation`, '')
    return verdict(
      'authentication',
      false,
      (host, model) => `${host} does not allow this key to use ${model}`,
      'Check what the key may do, or choose another model.',
    )
  }
  if (
    code === 429 ||
    (code === null && RATE_LIMITED.test(details)) ||
    (code === 413 && RATE_LIMITED.test(details))
  ) {
    return verdict('rate_limited', true, (host) => `${host} asks to slow down`, '')
  }
  if (code === 404) {
    return verdict(
      'bad_request',
      false,
      (host, model) => `${host} has no model ${model}, or no chat completions at this address`,
      'Check the model’s name and the base URL, which mostly ends in /v1.',
    )
  }
  if (code === 408 || code === 409 || code === 425) {
    return verdict('server', true, (host) => `${host} could not take the request just now`, '')
  }
  if (code === null || code >= 500) {
    return OVERLOADED.test(details)
      ? verdict('server', true, (host) => `${host} is overloaded`, '')
      : verdict('server', true, (host) => `${host} has a fault of its own`, '')
  }
  if (code >= 300 && code < 400) {
    return verdict(
      'bad_request',
      false,
      (host) =>
        `${host} sends requests on to another address, which is not followed, so that the key stays where it was meant to go`,
      'If you trust that address, make it the base URL.',
    )
  }
  return verdict('bad_request', false, (host) => `${host} did not accept the request`, '')
}

function verdict(kind: Kind, retryable: boolean, what: Verdict['what'], advice: string): Verdict {
  return { kind, retryable, what, advice }
}

/** The HTTP status, or inside a stream the code in the error, where that is one. */
function codeOf(status: number | null, body: unknown): number | null {
  if (status !== null) return status
  const code = Number(
    (body as { code?: unknown } | null)?.code ?? (body as { status?: unknown } | null)?.status,
  )
  if (Number.isInteger(code) && code >= 400 && code < 600) return code
  return /authentication_error|invalid_api_key/.test(codesOf(body))
    ? 401
    : /invalid_request_error/.test(codesOf(body))
      ? 400
      : null
}

function codesOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return ''
  const { code, type, param, status, error } = body as Record<string, unknown>
  const own = [code, type, param, status].filter((value) => typeof value === 'string').join(' ')
  return typeof error === 'object' ? `${own} ${codesOf(error)}` : own
}

function failed(
  kind: Kind,
  message: string,
  httpStatus: number | null,
  retryable: boolean,
  retryAfterMs: number | null,
): Failed {
  return { status: 'failed', failure: { kind, message, httpStatus }, retryable, retryAfterMs }
}
