import { type Budget, type BudgetChange, budgetChangeSchema } from '../../../contract/budget.ts'
import { UsageError } from './exit-code.ts'

/** The limits of a budget in the order in which they are shown, and what each is called after `--`. */
export const limitNames = [
  'requests',
  'tokens',
  'cost',
  'minutes',
  'depth',
  'children',
  'concurrency',
] as const

/** What was typed for some limits. */
export type TypedLimits = Partial<Record<keyof Budget, string>>

/**
 * The change that typed limits mean: a number sets one, `none` lifts it. `option` names a limit's option, for what
 * cannot be used. Throws UsageError.
 */
export function parseLimits(typed: TypedLimits, option: (limit: keyof Budget) => string): BudgetChange {
  const change: BudgetChange = {}
  for (const limit of limitNames) {
    const text = typed[limit]
    if (text === undefined) continue
    const value = text.trim() === 'none' ? null : Number(text.trim().replace(/^\$/, '') || Number.NaN)
    const checked = budgetChangeSchema.safeParse({ [limit]: value })
    if (!checked.success) {
      throw new UsageError(`${option(limit)} takes a number (${meaning[limit]}) or none, not "${text}".`)
    }
    Object.assign(change, checked.data)
  }
  return change
}

/** What the number of each limit counts. */
export const meaning: Record<keyof Budget, string> = {
  requests: 'requests at models',
  tokens: 'input and output tokens',
  cost: 'US dollars',
  minutes: 'minutes at work',
  depth: 'levels of subtasks',
  children: 'subtasks in all',
  concurrency: 'tasks that ask at the same time, 1 to 64',
}
