import { z } from 'zod'
import { taskIdSchema } from './ids.ts'

/** What a tree may use up, and how wide and deep it may grow. Null means: no limit of this kind. */
const limits = {
  /** Requests at models, retries included. */
  requests: z.number().int().positive().max(1_000_000).nullable(),
  /** Input and output tokens as the servers count them. */
  tokens: z.number().int().positive().max(1_000_000_000_000).nullable(),
  /** US dollars, of turns whose price is known. */
  cost: z.number().positive().max(1_000_000).nullable(),
  /** Minutes in which anything in the tree was at work; waiting for a person does not count. */
  minutes: z.number().positive().max(1_000_000).nullable(),
  /** Levels below the task the budget stands at; 0 allows no subtask. */
  depth: z.number().int().min(0).max(20).nullable(),
  /** Subtasks started below the task the budget stands at, over its whole life. */
  children: z.number().int().min(0).max(100_000).nullable(),
  /** Tasks of the tree that ask models at the same time; others wait their turn. */
  concurrency: z.number().int().min(1).max(64).nullable(),
}

/** The budget of a task and everything below it (N10). A child is held by its own and by every one above. */
export const budgetSchema = z.object(limits)
export type Budget = z.infer<typeof budgetSchema>

/** A change of some limits: what is not named stays as it is, null lifts a limit. */
export const budgetChangeSchema = z.object(limits).partial()
export type BudgetChange = z.infer<typeof budgetChangeSchema>

/** The limits that are used up by working, and that pause a tree when they are reached. */
export const spentLimitSchema = z.enum(['requests', 'tokens', 'cost', 'minutes'])
export type SpentLimit = z.infer<typeof spentLimitSchema>

/** What a budget's tree has used up. `cost` is null when no price is known. */
export const spentSchema = z.object({
  requests: z.number().int().nonnegative(),
  tokens: z.number().int().nonnegative(),
  cost: z.number().nonnegative().nullable(),
  minutes: z.number().nonnegative(),
  children: z.number().int().nonnegative(),
})
export type Spent = z.infer<typeof spentSchema>

/** What one part of a tree used up: a child with everything below it, or the task itself without them. */
const shareSchema = z.object({
  taskId: taskIdSchema,
  displayId: z.string(),
  title: z.string(),
  mode: z.string(),
  requests: z.number().int().nonnegative(),
  tokens: z.number().int().nonnegative(),
  cost: z.number().nonnegative().nullable(),
})

/** How the budget of one task stands: its limits, and what it and everything below it have used up. */
export const budgetStateSchema = z.object({
  /** The task whose budget it is. */
  taskId: taskIdSchema,
  displayId: z.string(),
  title: z.string(),
  limits: budgetSchema,
  spent: spentSchema,
  /** Tasks that ask a model right now. */
  asking: z.number().int().nonnegative(),
  /** Subtasks below it by how they stand. */
  subtasks: z.object({ completed: z.number().int(), open: z.number().int(), failed: z.number().int() }),
  /** Who used most of it, at most five. */
  top: z.array(shareSchema),
})
export type BudgetState = z.infer<typeof budgetStateSchema>

/** No limit at all: what a tree has unless somebody says otherwise. */
export const noBudget: Budget = {
  requests: null,
  tokens: null,
  cost: null,
  minutes: null,
  depth: null,
  children: null,
  concurrency: null,
}
