import { z } from 'zod'
import { taskIdSchema } from './ids.ts'

/**
 * What a task says to its parent (`progress`, `blocker`) or a parent to its child (`answer`, `redirect`); `result`
 * is a task's result that a person attached to another.
 */
export const taskMessageKindSchema = z.enum(['progress', 'blocker', 'answer', 'redirect', 'result'])
export type TaskMessageKind = z.infer<typeof taskMessageKindSchema>

/** Which task wrote a message, and why. */
export const fromTaskSchema = z.object({
  taskId: taskIdSchema,
  displayId: z.string(),
  kind: taskMessageKindSchema,
})
export type FromTask = z.infer<typeof fromTaskSchema>
