import { APIError } from 'openai'
import type { TurnFailure } from '../../contract/turn-failure.ts'
import type { Endpoint, TurnOutcome } from './model-client.ts'
import { describeNetworkError, isNetworkError } from './network-error.ts'
import { readRetryAfter } from './retry.ts'
import { cleanWords, findWords, serverOf } from './server-words.ts'

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

/** Money, not pace. Google says "exceeded your current quota" of a minute's pace, so that is not in it. */
const NO_CREDIT =
  /insufficient[_ ](quota|credits?|balance|funds)|out of credits?|payment required|credit balance is too low|billing_(hard_limit|not_active)|exceeded_current_quota_error/i
const OVERLOADED = /overloaded|server_busy|at capacity|engine is currently/i
const RATE_LIMITED = /rate[_ -]?limit|too many requests|slow_down|tokens per min/i
/** A model that the server does not have, where it says so with another status than 404. */
const NO_MODEL =
  /model_not_found|invalid model (name|id)|(the )?model .{0,100}(does not exist|not found)|no such model|unknown model/i

/** How servers say that a model takes no images. Each wording is one that a server uses. */
const NO_IMAGES = [
  /image_url.{0,40}(only )?(not )?supported|(does not|doesn't|not) support (image|vision|multimodal)/i,
  /support(s|ing)? image input|image input is not|missing data required for image input/i,
  /not a multimodal model|no multimodal|unknown variant .?image_url|images? (is|are) not (supported|allowed|enabled)/i,
  /vision is not (supported|enabled)|cannot (read|process|accept) images?/i,
]

const MODERATED = /moderation|flagged|content[_ ]policy|content_filter|safety system/i

/**
 * Makes a failure of whatever was thrown while asking. Broken connections and refusals of the server become
 * words for people; anything else is a fault of ours and says so. `now` is epoch milliseconds.
 */
export function failureOf(error: unknown, endpoint: Endpoint, now: number): Failed {
  if (error instanceof APIError && error.status !== undefined) {
    const body = error.error ?? plainBody(error)
    return refusalFailure({ status: error.status, body, headers: error.headers ?? null }, endpoint, now)
  }
  if (isNetworkError(error)) {
    const { kind, words, retryable } = describeNetworkError(error, endpoint)
    return failed(kind, words, null, retryable, null)
  }
  const words = cleanWords(error instanceof Error ? error.message : String(error), endpoint.apiKey)
  const host = serverOf(endpoint)
  return failed(
    'malformed',
    `A fault of Treeline itself, in reading the answer of ${host}: ${words}`,
    null,
    false,
    null,
  )
}

/** A body that was no JSON, out of the SDK's message, which has the status before it and stands in for none. */
function plainBody(error: APIError): string {
  return error.message.replace(/^\d{3} (status code \(no body\)$)?/, '')
}

/** The failure of a request that the server refused, before its answer or in the middle of it. */
export function refusalFailure({ status, body, headers }: Refusal, endpoint: Endpoint, now: number): Failed {
  const said = findWords(body)
  const { kind, retryable, what, advice } = judge(codeOf(status, body), `${said} ${codesOf(body)}`, {
    host: serverOf(endpoint),
    model: cleanWords(endpoint.model, endpoint.apiKey),
    hasKey: endpoint.apiKey.trim() !== '',
    fromEnvironment: endpoint.keyFromEnvironment ?? false,
  })
  const words = cleanWords(said, endpoint.apiKey)
  const message = [
    what,
    status === null ? '' : ` (HTTP ${status})`,
    words === '' ? '.' : `: ${words}${/[.!?…]$/.test(words) ? '' : '.'}`,
    advice === undefined ? '' : ` ${advice}`,
  ].join('')
  const retryAfterMs = headers === null || !retryable ? null : readRetryAfter(headers, now)
  return failed(kind, message, status, retryable, retryAfterMs)
}

type Verdict = { kind: Kind; retryable: boolean; what: string; advice?: string }

/** What a status, or a code inside a stream (null: none), means beside the server's own words. */
function judge(
  code: number | null,
  details: string,
  {
    host,
    model,
    hasKey,
    fromEnvironment,
  }: { host: string; model: string; hasKey: boolean; fromEnvironment: boolean },
): Verdict {
  const mayPass = { retryable: true }
  const forGood = { retryable: false }
  if (code !== 429 && code !== 401 && TOO_LONG.some((wording) => wording.test(details))) {
    const what = `The conversation is too long for ${model} at ${host}`
    return {
      kind: 'context_too_long',
      ...forGood,
      what,
      advice: 'Condense the history, or choose a model that takes more.',
    }
  }
  if (code !== 429 && code !== 401 && NO_IMAGES.some((wording) => wording.test(details))) {
    const what = `${model} at ${host} does not take images`
    return { kind: 'bad_request', ...forGood, what, advice: 'Choose a model that does, then resume.' }
  }
  if (code === 402 || NO_CREDIT.test(details)) {
    const what = `The account at ${host} has no credit left`
    return { kind: 'no_credit', ...forGood, what, advice: 'Top it up, or choose another provider.' }
  }
  if (code === 401) {
    const what = hasKey ? `${host} refused the API key` : `${host} asks for an API key, and none is set`
    const where = fromEnvironment
      ? 'It comes from the environment: mend TREELINE_API_KEY or OPENAI_API_KEY there and start Treeline again.'
      : 'Check the key in the settings of the provider.'
    return { kind: 'authentication', ...forGood, what, advice: where }
  }
  if (code === 403 && MODERATED.test(details)) {
    return { kind: 'refused', ...forGood, what: `${host} refused the content of the conversation` }
  }
  if (code === 403) {
    const what = `${host} does not allow this key to use ${model}`
    return {
      kind: 'authentication',
      ...forGood,
      what,
      advice: 'Check what the key may do, or choose another model.',
    }
  }
  if (code === 429 || ((code === null || code === 413) && RATE_LIMITED.test(details))) {
    return { kind: 'rate_limited', ...mayPass, what: `${host} asks to slow down` }
  }
  if (code === 404 || (code !== null && code < 500 && NO_MODEL.test(details))) {
    const what = `${host} has no model ${model}, or no chat completions at this address`
    const advice = 'Check the model’s name and the base URL, which mostly ends in /v1.'
    return { kind: 'unknown_model', ...forGood, what, advice }
  }
  if (code === 408 || code === 409 || code === 425) {
    return { kind: 'server', ...mayPass, what: `${host} could not take the request just now` }
  }
  if (code === null || code >= 500) {
    const what = OVERLOADED.test(details) ? `${host} is overloaded` : `${host} has a fault of its own`
    return { kind: 'server', ...mayPass, what }
  }
  if (code >= 300 && code < 400) {
    const what = `${host} sends requests on to another address, which is not followed, so that the key stays where it was meant to go`
    return {
      kind: 'bad_request',
      ...forGood,
      what,
      advice: 'If you trust that address, make it the base URL.',
    }
  }
  return { kind: 'bad_request', ...forGood, what: `${host} did not accept the request` }
}

/** The HTTP status, or inside a stream the code in the error, where that is one. */
function codeOf(status: number | null, body: unknown): number | null {
  if (status !== null) return status
  const code = Number(
    (body as { code?: unknown } | null)?.code ?? (body as { status?: unknown } | null)?.status,
  )
  if (Number.isInteger(code) && code >= 400 && code < 600) return code
  const codes = codesOf(body)
  if (/authentication_error|invalid_api_key/.test(codes)) return 401
  return codes.includes('invalid_request_error') ? 400 : null
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
