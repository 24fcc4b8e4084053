import type { ServerResponse } from 'node:http'

/** What a scripted server answers: a turn of a model, an HTTP error, or bytes of the script's own. */
export type ScriptedTurn = ModelTurn | HttpAnswer | RawAnswer

/** A turn as a model makes it. Calls given as objects are sent as their JSON; text is sent as it is. */
export type ModelTurn = {
  text?: string
  reasoning?: string
  calls?: { name: string; arguments: object | string; id?: string }[]
  /** Tokens; estimated from characters when left out, left out of the answer when null. */
  usage?: { inputTokens: number; outputTokens: number; cachedTokens?: number } | null
  /** The finish reason; `tool_calls` or `stop` when left out. */
  finish?: string
  /** Characters a chunk, 16 when left out. */
  chunkSize?: number
  /** Milliseconds between chunks, the server's own when left out. */
  chunkDelayMs?: number
}

/** An HTTP answer. A body that is no string is sent as JSON. */
export type HttpAnswer = { status: number; headers?: Record<string, string>; body?: unknown }

/** Takes the whole response into its own hands: status, headers, bytes and end. */
export type RawAnswer = { raw: (response: ServerResponse) => void }

/** A chunk's `delta` of a streaming chat completion. */
type Delta = Record<string, unknown>

const CHUNK_SIZE = 16

/**
 * The deltas of a turn in the order in which a server sends them: the role, reasoning, text, then the
 * calls, each begun by its id and name, their arguments in fragments that alternate between the calls.
 */
export function turnDeltas(turn: ModelTurn): Delta[] {
  const size = turn.chunkSize ?? CHUNK_SIZE
  const calls = wireCalls(turn)
  const fragments = calls.map((call) => splitText(call.function.arguments, size))
  const rounds = Math.max(0, ...fragments.map((list) => list.length))
  return [
    { role: 'assistant', content: '' },
    ...splitText(turn.reasoning ?? '', size).map((piece) => ({ reasoning_content: piece })),
    ...splitText(turn.text ?? '', size).map((piece) => ({ content: piece })),
    ...calls.map((call, index) => ({
      tool_calls: [{ index, ...call, function: { name: call.function.name, arguments: '' } }],
    })),
    ...Array.from({ length: rounds }, (_, round) =>
      fragments.flatMap((list, index) => {
        const piece = list[round]
        return piece === undefined ? [] : [{ tool_calls: [{ index, function: { arguments: piece } }] }]
      }),
    ).flat(),
  ]
}

/** The message of a turn, for an answer that is not streamed. */
export function turnMessage(turn: ModelTurn): Record<string, unknown> {
  const calls = wireCalls(turn)
  return {
    role: 'assistant',
    content: turn.text ?? null,
    ...(turn.reasoning === undefined ? {} : { reasoning_content: turn.reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  }
}

/** The finish reason of a turn. */
export function turnFinish(turn: ModelTurn): string {
  return turn.finish ?? ((turn.calls ?? []).length > 0 ? 'tool_calls' : 'stop')
}

/** The usage of a turn as the wire has it, or null when the turn is to have none. */
export function turnUsage(turn: ModelTurn, rawBody: string): Record<string, unknown> | null {
  if (turn.usage === null) return null
  const said = JSON.stringify(turnMessage(turn)).length
  const { inputTokens, outputTokens, cachedTokens } = turn.usage ?? {
    inputTokens: Math.ceil(rawBody.length / 4),
    outputTokens: Math.ceil(said / 4),
  }
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens ?? 0 },
  }
}

function wireCalls(turn: ModelTurn) {
  return (turn.calls ?? []).map((call, index) => ({
    id: call.id ?? `call_${index + 1}`,
    type: 'function',
    function: {
      name: call.name,
      arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
    },
  }))
}

/** Splits by code points, so that no piece ends inside a character. */
function splitText(text: string, size: number): string[] {
  const points = Array.from(text)
  const pieces: string[] = []
  for (let at = 0; at < points.length; at += size) pieces.push(points.slice(at, at + size).join(''))
  return pieces
}
