import { z } from 'zod'

/** Why a turn came to nothing. `kind` is for programs, the message is for people. */
export const turnFailureSchema = z.object({
  kind: z.enum([
    'stopped',
    'interrupted',
    'network',
    /** The machine has no way to the server: nobody's fault, and it passes. */
    'offline',
    'rate_limited',
    'server',
    'authentication',
    'no_credit',
    'unknown_model',
    'bad_request',
    'context_too_long',
    'stalled',
    'malformed',
    'refused',
    'empty',
  ]),
  message: z.string(),
  /** HTTP status where there was one. */
  httpStatus: z.number().int().nullable(),
  /** Milliseconds until the next try, or null when there is none. */
  retryInMs: z.number().nonnegative().nullable(),
})
export type TurnFailure = z.infer<typeof turnFailureSchema>

/**
 * What a paused task needs of its person before asking again can help: a key that holds, credit, another
 * model, any provider at all, or a shorter history. `answer` is what a waiting task needs that reported a blocker
 * to its parent: the parent's answer, or a word of the person.
 */
export const needSchema = z.enum(['key', 'credit', 'model', 'provider', 'room', 'answer'])
export type Need = z.infer<typeof needSchema>
