import { z } from 'zod'

/** Tokens of one turn as the server counted them, and their price in US dollars where it is known. */
export const usageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** Part of `inputTokens` that came from the provider's prompt cache. */
  cachedTokens: z.number().int().nonnegative(),
  cost: z.number().nonnegative().nullable(),
})
export type Usage = z.infer<typeof usageSchema>

/** Nothing used yet. */
export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, cost: null }

/** The sum of two usages. An unknown price counts as nothing beside a known one. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    cost: a.cost === null && b.cost === null ? null : (a.cost ?? 0) + (b.cost ?? 0),
  }
}
