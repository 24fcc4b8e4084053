import type { Budget, SpentLimit } from './budget.ts'

/** What each limit is called where people read it. */
export const limitTitles: Record<keyof Budget, string> = {
  requests: 'Requests',
  tokens: 'Tokens',
  cost: 'Cost (US dollars)',
  minutes: 'Minutes at work',
  depth: 'Depth',
  children: 'Subtasks',
  concurrency: 'At the same time',
}

/** An amount as people read it: `50`, `12,400`, `$1.20`, `12.5`. */
export function amountWords(limit: keyof Budget, amount: number): string {
  if (limit === 'cost') return amount > 0 && amount < 0.01 ? `$${amount.toFixed(4)}` : `$${amount.toFixed(2)}`
  const digits = limit === 'minutes' ? 1 : 0
  return amount.toLocaleString('en', { maximumFractionDigits: digits })
}

/** "50 of 50 requests", "$1.02 of $1.00", "12.5 of 10 minutes". */
export function spentWords(limit: SpentLimit, spent: number, allowed: number): string {
  const words = `${amountWords(limit, spent)} of ${amountWords(limit, allowed)}`
  return limit === 'cost' ? words : `${words} ${limit}`
}

/**
 * Why a task pauses at a limit. `needs` is what its next request was estimated to take, where the limit is
 * not used up but has no room for that.
 */
export function limitReason(reached: {
  /** The display id of the task whose budget it is. */
  displayId: string
  limit: SpentLimit
  spent: number
  allowed: number
  needs?: number | undefined
}): string {
  const { displayId, limit, spent, allowed, needs } = reached
  const used = spentWords(limit, spent, allowed)
  if (needs === undefined || spent >= allowed) return `The budget of ${displayId} is used up: ${used}.`
  return `The budget of ${displayId} has no room for the next request, which needs about ${amountWords(limit, needs)}: ${used} are used.`
}

/** Whether a task's status has this reason because it paused at a limit: whether `limitReason` made it. */
export function isLimitReason(reason: string | null): boolean {
  return reason !== null && /^The budget of \S+ (is used up: |has no room for )/.test(reason)
}

const raised: Record<SpentLimit, (amount: number) => number> = {
  requests: Math.ceil,
  tokens: Math.ceil,
  cost: (amount) => Math.ceil(amount * 100) / 100,
  minutes: (amount) => Math.ceil(amount * 10) / 10,
}

/** A limit raised to `factor` of what it was or what was used, and in any case to where the next requests have room. */
export function raisedLimit(
  { limit, spent, allowed, needs = 0 }: { limit: SpentLimit; spent: number; allowed: number; needs?: number },
  factor: number,
): number {
  return raised[limit](Math.max(Math.max(spent, allowed) * factor, spent + 2 * needs))
}
