import { chunkSchema, maybeUsage, type WireCall, type WireChunk } from './wire-chunk.ts'

/** Reads one event of a stream, or a whole answer. Null when it is no object. */
export function readChunk(data: unknown): WireChunk | null {
  return readUsual(data) ?? chunkSchema.safeParse(data).data ?? null
}

/**
 * Reads an event that is just as OpenAI sends it: one choice that says something, calls a tool or ends, or none but
 * the usage. Nearly all are, and reading them by the schema would be most of what a stream costs. Null for any other;
 * what this reads, the schema reads the same.
 */
function readUsual(data: unknown): WireChunk | null {
  if (!isRecord(data) || !hasOnly(data, inEvent)) return null
  const choices = readChoices(data.choices)
  if (choices === null) return null
  return {
    choices,
    usage: isAbsent(data.usage) ? undefined : maybeUsage.parse(data.usage),
    x_groq: undefined,
  }
}

function readChoices(list: unknown): WireChunk['choices'] | null {
  if (!Array.isArray(list) || list.length > 1) return null
  if (list.length === 0) return []
  const [choice] = list as unknown[]
  if (!isRecord(choice) || choice.index !== 0 || !hasOnly(choice, inChoice)) return null
  const { delta, finish_reason: end } = choice
  if (!isRecord(delta) || !hasOnly(delta, inDelta) || !isTextOrAbsent(end)) return null
  const calls = readCalls(delta.tool_calls)
  if (calls === null || !isTextOrAbsent(delta.content)) return null
  const said = { content: delta.content ?? '', reasoning_content: '', reasoning: '', refusal: '' }
  const read = { ...said, tool_calls: calls, function_call: undefined }
  return [{ index: 0, delta: read, message: undefined, text: '', finish_reason: end ?? '', usage: undefined }]
}

function readCalls(list: unknown): WireCall[] | null {
  if (isAbsent(list)) return []
  if (!Array.isArray(list)) return null
  const calls: WireCall[] = []
  for (const call of list as unknown[]) {
    if (!isRecord(call) || typeof call.index !== 'number' || !isTextOrAbsent(call.id)) return null
    const { function: asked } = call
    if (!isRecord(asked) || !isTextOrAbsent(asked.name) || !isTextOrAbsent(asked.arguments)) return null
    const named = { name: asked.name ?? '', arguments: asked.arguments ?? '' }
    calls.push({ index: call.index, id: call.id ?? '', function: named })
  }
  return calls
}

const inEvent: ReadonlySet<string> = new Set([
  'choices',
  'id',
  'object',
  'created',
  'model',
  'system_fingerprint',
])
const inChoice: ReadonlySet<string> = new Set(['index', 'delta', 'finish_reason', 'logprobs'])
const inDelta: ReadonlySet<string> = new Set(['content', 'role', 'tool_calls'])

function hasOnly(record: Record<string, unknown>, keys: ReadonlySet<string>): boolean {
  for (const key in record) if (!keys.has(key) && !isAbsent(record[key])) return false
  return true
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined
const isTextOrAbsent = (value: unknown): value is string | null | undefined =>
  typeof value === 'string' || isAbsent(value)
