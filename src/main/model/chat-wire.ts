import type OpenAI from 'openai'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { ChatMessage, TurnRequest } from './model-client.ts'

export type WireMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam
type WireRequest = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming
type WireTool = OpenAI.Chat.Completions.ChatCompletionFunctionTool

/** Fields of the request that some servers refuse and that it can do without. */
export const optionalFields = ['stream_options', 'parallel_tool_calls', 'tool_choice'] as const
export type OptionalField = (typeof optionalFields)[number]

/** What OpenAI takes for a function's name; other servers take no less. */
const FORBIDDEN_IN_NAME = /[^a-zA-Z0-9_-]/g
const LONGEST_NAME = 64

/** A request as it goes over the wire, and which of the optional fields it has. */
export type WireBody = { bytes: Uint8Array<ArrayBuffer>; fields: ReadonlySet<OptionalField> }

const messageBytes = new WeakMap<ChatMessage, Buffer>()
const messageBytesWithReasoning = new WeakMap<ChatMessage, Buffer>()
/** Beginnings of requests by the tools they offer, which stay the same from turn to turn. */
const heads = new WeakMap<readonly ToolDefinition[], Map<string, Buffer>>()
const comma = Buffer.from(',')
const end = Buffer.from(']}')

/**
 * The body of a streaming chat completion. What stays the same from turn to turn comes first and the keys
 * keep their order, so that a longer history has the shorter one's bytes as its beginning. `omitted` are
 * fields that the server is known to refuse. A message is turned into bytes once, so that a turn costs
 * what is new in it and one copy of the rest; its object must not be changed after it was sent. `reasoning`
 * sends the model's thoughts back with its turns.
 */
export function wireBody(
  request: TurnRequest,
  omitted: ReadonlySet<OptionalField>,
  reasoning = false,
): WireBody {
  const { tools, messages } = request
  const fields = new Set<OptionalField>(
    optionalFields.filter((field) => !omitted.has(field) && (tools.length > 0 || field === 'stream_options')),
  )
  const pieces: Buffer[] = [headOf(request, fields)]
  for (const message of messages) {
    if (pieces.length > 1) pieces.push(comma)
    pieces.push(bytesOf(message, reasoning))
  }
  pieces.push(end)
  return { bytes: Buffer.concat(pieces), fields }
}

/** Everything that comes before the messages. */
function headOf({ endpoint: { model }, tools }: TurnRequest, fields: ReadonlySet<OptionalField>): Buffer {
  const known = heads.get(tools) ?? new Map<string, Buffer>()
  heads.set(tools, known)
  const key = [...fields, model].join()
  const made = known.get(key)
  if (made !== undefined) return made
  const head: Omit<WireRequest, 'messages'> = {
    model,
    stream: true,
    ...(fields.has('stream_options') ? { stream_options: { include_usage: true } } : {}),
    ...(tools.length === 0 ? {} : { tools: tools.map(wireTool) }),
    ...(fields.has('tool_choice') ? { tool_choice: 'auto' as const } : {}),
    ...(fields.has('parallel_tool_calls') ? { parallel_tool_calls: true } : {}),
  }
  const bytes = Buffer.from(`${JSON.stringify(head).slice(0, -1)},"messages":[`)
  known.set(key, bytes)
  return bytes
}

function bytesOf(message: ChatMessage, reasoning: boolean): Buffer {
  const cache = reasoning ? messageBytesWithReasoning : messageBytes
  const known = cache.get(message)
  if (known !== undefined) return known
  const wire = wireMessage(message)
  // No part of OpenAI's own schema: DeepSeek's and Moonshot's thinking models ask for it, also when it is empty.
  const thought =
    reasoning && message.role === 'assistant'
      ? { reasoning_content: (message.reasoning ?? '').toWellFormed() }
      : {}
  const made = Buffer.from(JSON.stringify({ ...wire, ...thought }))
  cache.set(message, made)
  return made
}

/** A message as the server wants it. */
export function wireMessage(message: ChatMessage): WireMessage {
  switch (message.role) {
    case 'system':
      return { role: message.role, content: message.content.toWellFormed() }
    case 'user':
      return { role: message.role, content: userContent(message) }
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content.toWellFormed() }
    case 'assistant': {
      const content = message.content.toWellFormed()
      if (message.calls.length === 0) return { role: 'assistant', content }
      return {
        role: 'assistant',
        content: content === '' ? null : content,
        tool_calls: message.calls.map(wireCall),
      }
    }
    default:
      return message satisfies never
  }
}

/** Plain text as long as there is no image: some servers take nothing else. */
function userContent({ content, images = [] }: Extract<ChatMessage, { role: 'user' }>) {
  const text = content.toWellFormed()
  if (images.length === 0) return text
  const parts = images.map(({ mediaType, name, base64 }) => {
    const data = base64()
    return data === null
      ? { type: 'text' as const, text: `(The image ${name.toWellFormed()} is not there any more.)` }
      : { type: 'image_url' as const, image_url: { url: `data:${mediaType};base64,${data}` } }
  })
  return [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...parts]
}

/**
 * A call of the history. A name or argument text that the model got wrong is mended here, and only here:
 * servers refuse a history with a call they cannot parse, and the task could never go on. The model has
 * been told of its mistake by the call's result.
 */
function wireCall(call: { id: string; name: string; arguments: string }) {
  return {
    id: call.id,
    type: 'function' as const,
    function: {
      name: call.name.replace(FORBIDDEN_IN_NAME, '_').slice(0, LONGEST_NAME) || 'unnamed',
      arguments: wireArguments(call.arguments),
    },
  }
}

function wireArguments(raw: string): string {
  if (raw.trim() === '') return '{}'
  return isJsonObject(raw) ? raw.toWellFormed() : JSON.stringify({ unparsed: raw.toWellFormed() })
}

/** Whether a text is one whole JSON object. */
export function isJsonObject(text: string): boolean {
  if (!text.trimEnd().endsWith('}')) return false
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

function wireTool({ name, description, parameters }: ToolDefinition): WireTool {
  return { type: 'function', function: { name, description, parameters } }
}
