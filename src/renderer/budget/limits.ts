import type { Budget, Spent } from '../../contract/budget.ts'

/** The limits in the order in which they are shown, and what stands beside each field. */
export const limits: readonly { limit: keyof Budget; title: string; unit: string; hint: string }[] = [
  { limit: 'requests', title: 'Requests', unit: '', hint: 'Requests at models, failed ones too.' },
  { limit: 'tokens', title: 'Tokens', unit: '', hint: 'Read and written, cached ones too.' },
  { limit: 'cost', title: 'Cost', unit: '$', hint: 'US dollars, where the provider has prices.' },
  { limit: 'minutes', title: 'Minutes', unit: '', hint: 'Time in which anything was at work.' },
  { limit: 'depth', title: 'Depth', unit: '', hint: 'Levels of subtasks below; 0 allows none.' },
  { limit: 'children', title: 'Subtasks', unit: '', hint: 'All that are ever started below.' },
  { limit: 'concurrency', title: 'At once', unit: '', hint: 'Tasks that ask models at the same time.' },
]

/** What is used up of a limit; null where it is not known, or where nothing is used up by working. */
export function usedOf(limit: keyof Budget, spent: Spent, asking: number): number | null {
  if (limit === 'depth') return null
  return limit === 'concurrency' ? asking : spent[limit]
}

/** The part of a limit that is used up, from 0 to 1, or null without one. */
export function shareOf(used: number | null, allowed: number | null): number | null {
  if (used === null || allowed === null) return null
  return allowed === 0 ? 1 : Math.min(1, used / allowed)
}

/** What was typed as a limit: a number, null for none, or undefined where it is neither. */
export function readLimit(text: string): number | null | undefined {
  const typed = text
    .trim()
    .replaceAll(/[\s,_]/g, '')
    .replace(/^\$/, '')
  if (typed === '') return null
  const value = /^\d*\.?\d+([km])?$/i.test(typed) ? Number.parseFloat(typed) : Number.NaN
  if (Number.isNaN(value)) return undefined
  const factor = /k$/i.test(typed) ? 1_000 : /m$/i.test(typed) ? 1_000_000 : 1
  return value * factor
}
