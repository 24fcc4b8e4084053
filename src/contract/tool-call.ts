import { z } from 'zod'
import { callIdSchema } from './ids.ts'

/** How a subtask came back. Everything but `completed` is a typed failure that the parent decides about (R10). */
export const subtaskOutcomeSchema = z.enum(['completed', 'failed', 'cancelled'])
export type SubtaskOutcome = z.infer<typeof subtaskOutcomeSchema>

/** How a tool call ended. Every call of a committed turn gets exactly one of these. */
export const toolOutcomeSchema = z.enum(['ok', 'error', 'refused', 'rejected', 'cancelled', 'unknown'])
export type ToolOutcome = z.infer<typeof toolOutcomeSchema>

/** What a person says about a call whose outcome nobody can know: do it again, it was done, or leave it. */
export const outcomeDecisionSchema = z.enum(['rerun', 'done', 'skip'])
export type OutcomeDecision = z.infer<typeof outcomeDecisionSchema>

/** Who let a tool call run: a person, or the rule that decided in words. */
export const grantSchema = z.object({ by: z.enum(['person', 'rule']), rule: z.string() })
export type Grant = z.infer<typeof grantSchema>

/** A tool call as the model made it. `arguments` is its raw text, which may be no valid JSON. */
export const modelCallSchema = z.object({
  callId: callIdSchema,
  /** The id the model gave it, made unique within the turn; it goes back to the server as `tool_call_id`. */
  modelCallId: z.string(),
  name: z.string(),
  arguments: z.string(),
})
export type ModelCall = z.infer<typeof modelCallSchema>
