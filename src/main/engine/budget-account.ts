import { type Budget, noBudget, type SpentLimit, spentLimitSchema } from '../../contract/budget.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import { createWorkClock, type WorkClock } from './work-clock.ts'

/** A limit without room for a request, and whose budget it is. */
export type Reached = {
  limit: SpentLimit
  budgetOf: TaskId
  spent: number
  allowed: number
  /** What the request needs, where the limit is not used up but has no room for that. */
  needs?: number
}

/** A task in the ledger. Sums are of the task and everything below it, `own` is of the task alone. */
export type Account = {
  readonly id: TaskId
  readonly parent: Account | null
  readonly depth: number
  status: TaskStatus
  budget: Budget
  own: { requests: number; tokens: number; outputTokens: number; cost: number | null }
  requests: number
  tokens: number
  cost: number | null
  /** Subtasks below, at any depth. */
  children: number
  held: { requests: number; tokens: number; cost: number }
  asking: number
  clock: WorkClock
  /** Requests that were made and that no event tells of yet. */
  unlogged: number
  /** Whether a limit of this budget was met since it was last changed. */
  stopped: boolean
  lastSeq: number
  /** The times of its latest event and of the latest one before that time. */
  lastAt: number | null
  earlierAt: number
}

/** A fresh account below another. */
export function openAccount(id: TaskId, parent: Account | null, depth: number): Account {
  return {
    ...{ id, parent, depth, status: 'queued', budget: noBudget },
    own: { requests: 0, tokens: 0, outputTokens: 0, cost: null },
    ...{ requests: 0, tokens: 0, cost: null, children: 0, asking: 0 },
    held: { requests: 0, tokens: 0, cost: 0 },
    clock: createWorkClock(),
    unlogged: 0,
    stopped: false,
    ...{ lastSeq: 0, lastAt: null, earlierAt: 0 },
  }
}

/** The limits that are used up by working. */
const spentLimits = spentLimitSchema.options

/** Amounts of money are sums of fractions: what differs by less is the same. */
const grain = 1e-9

/** An account and those above it, the root last. */
export function* upwards(account: Account | null): Generator<Account> {
  for (let at = account; at !== null; at = at.parent) yield at
}

/** What the tree below an account has used up of a limit. An unknown cost is none. */
export function spentOf(account: Account, limit: SpentLimit, now: number): number {
  return limit === 'minutes' ? account.clock.workedMs(now) / 60_000 : (account[limit] ?? 0)
}

/** From this share of a limit on it is nearly used up. */
const nearShare = 0.8

/** Whether a budget's tree was stopped by a limit or has used one up, or nearly so; undefined when neither. */
export function markOf(account: Account, now: number): 'near' | 'reached' | undefined {
  const shares = spentLimits.map((limit) => {
    const allowed = account.budget[limit]
    return allowed === null ? 0 : spentOf(account, limit, now) / allowed
  })
  const share = Math.max(...shares)
  if (account.stopped || share >= 1 - grain) return 'reached'
  return share >= nearShare ? 'near' : undefined
}

/**
 * The first limit, from the task upwards, that has no room for a request of this need. `busy` when only what
 * others have reserved is in the way.
 */
export function findLimit(
  account: Account,
  need: { tokens: number; cost: number },
  now: number,
): Reached | 'busy' | null {
  let busy = false
  for (const owner of upwards(account)) {
    for (const limit of spentLimits) {
      const allowed = owner.budget[limit]
      if (allowed === null) continue
      const spent = spentOf(owner, limit, now)
      const needs = limit === 'requests' ? 1 : limit === 'minutes' ? 0 : need[limit]
      const reached: Reached = { limit, budgetOf: owner.id, spent, allowed }
      if (spent >= allowed - grain) return reached
      if (spent + needs > allowed + grain) return { ...reached, needs }
      if (limit !== 'minutes') busy ||= spent + owner.held[limit] + needs > allowed + grain
    }
  }
  return busy ? 'busy' : null
}
