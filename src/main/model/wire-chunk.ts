import { z } from 'zod'

// What servers that call themselves OpenAI-compatible really send. Every field may be missing, null or of
// another type: what cannot be read counts as missing, and nothing here rejects a chunk for one bad field.

const count = z.number().min(0).max(Number.MAX_SAFE_INTEGER).transform(Math.round).optional().catch(undefined)

const usage = z.object({
  prompt_tokens: count,
  input_tokens: count,
  completion_tokens: count,
  output_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).optional().catch(undefined),
  input_tokens_details: z.object({ cached_tokens: count }).optional().catch(undefined),
  // DeepSeek, Moonshot and gateways to Anthropic, in this order.
  prompt_cache_hit_tokens: count,
  cached_tokens: count,
  cache_read_input_tokens: count,
  // OpenRouter sends US dollars, Perplexity an object.
  cost: z
    .union([z.number(), z.object({ total_cost: z.number() }).transform((cost) => cost.total_cost)])
    .refine((cost) => cost >= 0)
    .optional()
    .catch(undefined),
})
export type WireUsage = z.infer<typeof usage>

/** Null and absent are what most fields are in most chunks: they are let through, since a catch is dear. */
export const maybeUsage = usage
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined)

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
  .catch('')

/** Mistral and others send lists of parts instead of a string, reasoning among them. */
const part = z.looseObject({ type: text, text, thinking: z.unknown().optional() })

const call = z.object({
  index: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .optional()
    .catch(undefined),
  id: z.union([z.string(), z.number().transform(String)]).catch(''),
  function: z
    .object({
      name: text,
      // Some send the arguments as an object instead of its text.
      arguments: z
        .union([z.string(), z.looseObject({}).transform((value) => JSON.stringify(value))])
        .catch(''),
    })
    .optional()
    .catch(undefined),
})
/** A tool call, or a fragment of one. */
export type WireCall = z.infer<typeof call>

const calls = z
  .union([z.array(call.nullable().catch(null)), call.transform((one) => [one])])
  .nullish()
  .transform((list: (WireCall | null)[] | null | undefined) => (list ?? []).filter((item) => item !== null))
  .catch([])

const delta = z.object({
  content: z
    .union([z.string(), z.array(part.nullable().catch(null))])
    .nullish()
    .transform((value) => value ?? '')
    .catch(''),
  reasoning_content: text,
  reasoning: text,
  refusal: text,
  tool_calls: calls,
  function_call: call.shape.function,
})
export type WireDelta = z.infer<typeof delta>

const choice = z.object({
  index: z.number().catch(0),
  delta: delta.optional().catch(undefined),
  message: delta.optional().catch(undefined),
  text,
  finish_reason: text,
  usage: maybeUsage,
})

/** An event as it comes, whatever is odd about it. */
export const chunkSchema = z.object({
  choices: z.array(choice.nullable().catch(null)).catch([]),
  usage: maybeUsage,
  x_groq: z.object({ usage: maybeUsage }).optional().catch(undefined),
})
/** One event of a stream, or a whole answer. */
export type WireChunk = z.infer<typeof chunkSchema>

/** Splits a delta's content into what is said and what is thought. */
export function readContent(content: WireDelta['content']): { said: string; thought: string } {
  if (typeof content === 'string') return { said: content, thought: '' }
  let said = ''
  let thought = ''
  for (const item of content) {
    if (item === null) continue
    if (item.type === 'thinking' || item.type === 'reasoning')
      thought += item.text + thinkingOf(item.thinking)
    else said += item.text
  }
  return { said, thought }
}

function thinkingOf(thinking: unknown): string {
  if (typeof thinking === 'string') return thinking
  const parts = z.array(part).safeParse(thinking).data
  return parts === undefined ? '' : parts.map((item) => item.text).join('')
}
