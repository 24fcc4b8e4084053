import { z } from 'zod'

/**
 * What a request was made of besides the log: with the log up to `after` it can be made again, byte for byte. `prompt`
 * and `tools` name kept texts by their SHA-256.
 */
export const sentRequestSchema = z.object({
  prompt: z.string(),
  tools: z.string(),
  /** The place of the last event that its history holds. */
  after: z.number().int().nonnegative(),
})
export type SentRequest = z.infer<typeof sentRequestSchema>

/** In what form a request went over the wire, and the hash of its body. */
export const wireFormSchema = z.object({
  /** Fields that the server was known to refuse. */
  omitted: z.array(z.string()).optional(),
  /** Whether the model's thoughts went back with its turns. */
  reasoning: z.boolean().optional(),
  /** Whether calls and results were paired more strictly than the history has them. */
  strict: z.boolean().optional(),
  /** Of the body. */
  bytes: z.number().int(),
  sha256: z.string(),
})
export type WireForm = z.infer<typeof wireFormSchema>
