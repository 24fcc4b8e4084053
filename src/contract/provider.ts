import { z } from 'zod'
import { providerIdSchema } from './ids.ts'

/** US dollars for a million tokens. */
export const priceSchema = z.object({
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  cachedInput: z.number().nonnegative().optional(),
})
export type Price = z.infer<typeof priceSchema>

/** The address of a server: http or https. Without it `localhost:8080` would pass as a URL of its own kind. */
export const serverUrlSchema = z.url({
  protocol: /^https?$/,
  error: 'This is no http:// or https:// address.',
})

/** An OpenAI-compatible endpoint and the models used from it. The key is kept elsewhere and never sent out. */
export const providerSchema = z.object({
  id: providerIdSchema,
  name: z.string().min(1),
  /** Such as `https://api.openai.com/v1`: what `/chat/completions` is put behind. */
  baseUrl: serverUrlSchema,
  model: z.string().min(1),
  /** Models for certain modes, by slug: a strong one to orchestrate, cheap ones for the work (R3). */
  modelByMode: z.record(z.string(), z.string()).default({}),
  /** Prices by model. */
  prices: z.record(z.string(), priceSchema).default({}),
  /** Tokens that fit into one request, where the person said so. */
  contextWindow: z.number().int().positive().nullable().default(null),
})
export type Provider = z.infer<typeof providerSchema>

/** A provider as the screen sees it. */
export const providerStateSchema = providerSchema.extend({
  source: z.enum(['stored', 'environment', 'demo']),
  hasKey: z.boolean(),
  /** Whether new tasks use it unless they say otherwise. */
  isDefault: z.boolean(),
})
export type ProviderState = z.infer<typeof providerStateSchema>

/** What a connection test found: the models the server lists, or what it said, in its own words. */
export const connectionTestSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok'), models: z.array(z.string()), latencyMs: z.number() }),
  z.object({ status: z.literal('failed'), message: z.string(), httpStatus: z.number().int().nullable() }),
])
export type ConnectionTest = z.infer<typeof connectionTestSchema>

/** A server of models that was found on this machine. */
export const localServerSchema = z.object({
  /** What usually listens there, such as `Ollama`. */
  name: z.string(),
  baseUrl: serverUrlSchema,
  models: z.array(z.string()).min(1),
})
export type LocalServer = z.infer<typeof localServerSchema>
