import { APIError } from 'openai'
import { type OptionalField, optionalFields } from './chat-wire.ts'
import type { Endpoint } from './model-client.ts'
import { findWords } from './server-words.ts'

/** What a server wants otherwise than others, as its refusals have shown. */
export type Quirks = {
  /** Fields that it refuses. */
  omitted: ReadonlySet<OptionalField>
  /** It wants the model's reasoning back in the history. */
  reasoning: boolean
  /** It wants calls and results paired more strictly than the history has them. */
  strict: boolean
}

/** What holds for a server of which nothing is known. */
export const noQuirks: Quirks = { omitted: new Set(), reasoning: false, strict: false }

/** How servers name the field in which they want reasoning back. */
const WANTS_REASONING = /reasoning_content|thinking (content|blocks?) .{0,80}(passed|sent) back/i

/** How servers say that calls and results do not belong together. Each wording is one that a server uses. */
const BAD_PAIRING = [
  /tool_?(call|use)s?(_ids?)?\b.{0,120}(must be (followed|preceded)|did not have|without|not found|no corresponding|missing)/i,
  /(without|no|missing) .{0,40}tool_(result|response|call)/i,
  /role ['"`]?tool['"`]? must be a response/i,
  /(insufficient|missing) tool (messages|results|responses)/i,
  /number of function (calls?|responses?|response parts)/i,
  /function (call|response) turn (comes|must)/i,
  /(unexpected|duplicate|invalid) .{0,20}tool.?(use|call).?id/i,
  /tool call id .{0,80}(must|duplicate|unique)/i,
]

/** Whether a server says that the calls and results of the history do not belong together. */
export function isPairingRefusal(error: unknown): boolean {
  const words = refusalWords(error)
  return words !== null && BAD_PAIRING.some((wording) => wording.test(words))
}

/**
 * What a refusal teaches beyond what is known, or null when it teaches nothing new: then asking again would
 * only be refused again. `fields` are the optional fields of the request that was refused.
 */
export function learnQuirk(error: unknown, fields: ReadonlySet<OptionalField>, known: Quirks): Quirks | null {
  const words = refusalWords(error)
  if (words === null) return null
  const field = optionalFields.find((one) => fields.has(one) && words.includes(one))
  if (field !== undefined) return { ...known, omitted: new Set([...known.omitted, field]) }
  if (!known.reasoning && WANTS_REASONING.test(words)) return { ...known, reasoning: true }
  if (!known.strict && isPairingRefusal(error)) return { ...known, strict: true }
  return null
}

function refusalWords(error: unknown): string | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null
  return `${findWords(error.error ?? error.message)} ${error.param ?? ''}`
}

/** The quirks of servers, by base URL and model, for as long as the app runs. */
export type QuirkBook = {
  of(endpoint: Endpoint): Quirks
  /** To be called once the server has taken a request that was made so. */
  keep(endpoint: Endpoint, quirks: Quirks): void
}

/** Makes an empty book. */
export function createQuirkBook(): QuirkBook {
  const known = new Map<string, Quirks>()
  const keyOf = ({ baseUrl, model }: Endpoint) => `${baseUrl} ${model}`
  return {
    of: (endpoint) => known.get(keyOf(endpoint)) ?? noQuirks,
    keep(endpoint, quirks) {
      if (quirks !== noQuirks) known.set(keyOf(endpoint), quirks)
    },
  }
}
