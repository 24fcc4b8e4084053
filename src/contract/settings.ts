import { z } from 'zod'
import { actionTypeSchema } from './action-type.ts'
import { budgetSchema, noBudget } from './budget.ts'
import { taskIdSchema, workspaceIdSchema } from './ids.ts'

/** Where a setting is kept. A `task` scope covers the task and everything below it. */
export const scopeRefSchema = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('everywhere') }),
  z.object({ scope: z.literal('workspace'), workspaceId: workspaceIdSchema }),
  z.object({ scope: z.literal('task'), taskId: taskIdSchema }),
])
export type ScopeRef = z.infer<typeof scopeRefSchema>

/** Auto-approve toggles set at one scope. A type that is absent is decided further out. */
export const autoApproveSchema = z.partialRecord(actionTypeSchema, z.boolean())
export type AutoApprove = z.infer<typeof autoApproveSchema>

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  /** How deep subtasks may nest below a root; 0 forbids them (R13). */
  maxDepth: z.number().int().min(0).max(20),
  /** Seconds a foreground command may run before it is ended. */
  commandTimeoutSeconds: z.number().int().min(1).max(86_400),
  /** Requests in a row that may come to nothing before the task stops and says so. */
  maxRetries: z.number().int().min(0).max(50),
  /** Seconds without a piece of the answer before a request counts as stalled; keep-alives are no answer. */
  stallSeconds: z.number().int().min(1).max(7_200),
  /** Useless answers in a row (no tool call, unusable arguments) before the task stops and says so. */
  maxMistakes: z.number().int().min(1).max(20),
  /** The budget that new trees begin with. A change of it does not reach trees that are there already. */
  treeBudget: budgetSchema,
  /** After a restart, tasks that were at work go on by themselves or wait as `interrupted`. */
  afterRestart: z.enum(['continue', 'wait']),
  /** The person's own words for every mode, appended to each system prompt. */
  customInstructions: z.string().max(100_000),
}

/** What a person prefers, everywhere. Every field has the default it starts with. */
export const preferencesSchema = z.object({
  theme: fields.theme.default('system'),
  maxDepth: fields.maxDepth.default(4),
  commandTimeoutSeconds: fields.commandTimeoutSeconds.default(120),
  maxRetries: fields.maxRetries.default(5),
  stallSeconds: fields.stallSeconds.default(300),
  maxMistakes: fields.maxMistakes.default(3),
  treeBudget: fields.treeBudget.default(noBudget),
  afterRestart: fields.afterRestart.default('continue'),
  customInstructions: fields.customInstructions.default(''),
})
export type Preferences = z.infer<typeof preferencesSchema>

/** A change of some preferences. Without defaults: what is not named stays as it is. */
export const preferencesChangeSchema = z.object(fields).partial()
