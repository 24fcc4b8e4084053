import type { Price } from '../../contract/provider.ts'
import type { WireForm } from '../../contract/sent-request.ts'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { TurnFailure } from '../../contract/turn-failure.ts'
import type { Usage } from '../../contract/usage.ts'

/** A message as chat completions carry it. The order is the history's; every call has its result right after. */
export type ChatMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: string; images?: MessageImage[] }
  | {
      role: 'assistant'
      content: string
      /** What the model thought: sent back only to servers that ask for it. */
      reasoning?: string
      calls: { id: string; name: string; arguments: string }[]
    }
  | { role: 'tool'; callId: string; content: string }

/** An image of a user's message. Its bytes are read when the message is first sent; null when they are gone. */
export type MessageImage = { mediaType: string; name: string; base64(): string | null }

/** Where a request goes. The key lives in memory only. */
export type Endpoint = {
  baseUrl: string
  apiKey: string
  model: string
  price: Price | null
  /** The provider's name, for messages. */
  name?: string
  /** Whether the key comes from the environment: then that is where it is to be mended. */
  keyFromEnvironment?: boolean
  /** Tokens that fit into one request, where that is known. */
  contextWindow?: number | null
}

/** One request to a model. */
export type TurnRequest = {
  endpoint: Endpoint
  messages: ChatMessage[]
  tools: ToolDefinition[]
  /** Milliseconds without a piece of the answer before it counts as stalled; the client's own when left out. */
  stallMs?: number
  /** Hears in what form it goes over the wire; again where a refusal has it sent otherwise. */
  onSent?(form: WireForm): void
}

/** A piece of an answer as it streams. `index` tells the calls of the turn apart. */
export type TurnDelta =
  | { channel: 'text' | 'reasoning'; text: string }
  | { channel: 'arguments'; index: number; name: string; text: string }

/**
 * What became of a request. Failures of a server, a network or a model are values, never exceptions.
 * `calls` holds only whole calls, with ids unique within the turn; a turn whose stream broke off is a
 * failure and carries none. `retryAfterMs` is what the server asked for. `retryable` says whether asking
 * again may help.
 */
export type TurnOutcome =
  | {
      status: 'answered'
      text: string
      reasoning: string
      calls: { id: string; name: string; arguments: string }[]
      finish: 'stop' | 'tool_calls' | 'length' | 'content_filter'
      usage: Usage
    }
  | {
      status: 'failed'
      failure: Omit<TurnFailure, 'retryInMs'>
      retryable: boolean
      retryAfterMs: number | null
    }
  | { status: 'aborted' }

/** Asks models. Must not throw or reject; when the signal aborts it settles at once with `aborted`. */
export type ModelClient = {
  streamTurn(
    request: TurnRequest,
    onDelta: (delta: TurnDelta) => void,
    signal: AbortSignal,
  ): Promise<TurnOutcome>
}
