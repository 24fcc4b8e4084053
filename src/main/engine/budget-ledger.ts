import type { Spent } from '../../contract/budget.ts'
import type { TaskId, TurnId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import { isEnded, type TaskStatus } from '../../contract/task-status.ts'
import type { Usage } from '../../contract/usage.ts'
import type { Store } from '../store/store.ts'
import { type Account, findLimit, openAccount, type Reached, upwards } from './budget-account.ts'

/** What a request is estimated to take. `cost` is 0 where no price is known. */
export type Need = { tokens: number; cost: number }

/**
 * What is kept aside for a request until it is over. The log settles it where `turnId` is set: its one request
 * when the turn was asked for, the rest when it was committed or aborted.
 */
export type Reservation = Need & { taskId: TaskId; requests: 0 | 1; turnId: TurnId | null }

/** The accounts of one tree: what was used up follows from its events, and what is reserved is kept beside it. */
export type Ledger = {
  accounts: ReadonlyMap<TaskId, Account>
  /** A task's account. Throws for a task of another tree: that is a bug. */
  account(taskId: TaskId): Account
  /** Those whose budget has a limit. */
  owners(): Account[]
  /** Takes an event of the tree in. One that the ledger was begun with is left out. */
  take(event: TaskEvent): void
  /**
   * Keeps room for one request of a task, in its own budget and every one above. `busy` when only what others
   * have reserved is in the way: then it is worth asking again once one of them has settled.
   */
  reserve(
    taskId: TaskId,
    need: Need,
    now: number,
  ):
    | { status: 'granted'; reservation: Reservation }
    | { status: 'busy' }
    | { status: 'reached'; reached: Reached }
  /** Counts the request of a reservation that is no turn. The next `history.condensed` of its task tells of it. */
  made(reservation: Reservation): void
  /** Gives back what is still kept. Does nothing the second time. */
  settle(reservation: Reservation): void
  /** Takes one of the places of those that ask at the same time; else says whose limit has none left. */
  enter(taskId: TaskId): { asking: number; allowed: number; budgetOf: TaskId } | null
  leave(taskId: TaskId): void
  spent(taskId: TaskId, now: number): Spent
  /** Whether a task has not ended, something is reserved, or no event tells yet of what was used. */
  isOpen(): boolean
}

/** Begins a ledger with what is stored of a tree. */
export function createLedger({ tasks, facts }: ReturnType<Store['budgets']['ofTree']>): Ledger {
  const accounts = new Map<TaskId, Account>()
  const reservations = new Set<Reservation>()
  let owners: Account[] = []

  for (const row of tasks) {
    const account = open(row.id, row.parentId, row.depth)
    account.status = row.status
    account.lastSeq = row.lastSeq
    account.own.outputTokens = row.outputTokens
    use(account, row)
  }
  for (const { taskId, at, body, lastSign } of facts) {
    const account = get(taskId)
    account.earlierAt = lastSign
    account.lastAt = at
    if (body.type === 'status.changed') keepTime(account, body, at)
    else takeLimits(account, body)
  }

  function open(id: TaskId, parentId: TaskId | null, depth: number): Account {
    const parent = parentId === null ? null : get(parentId)
    const account = openAccount(id, parent, depth)
    accounts.set(id, account)
    for (const above of upwards(parent)) above.children++
    return account
  }

  function get(taskId: TaskId): Account {
    const account = accounts.get(taskId)
    if (account === undefined) throw new Error(`${taskId} is not in the ledger of its tree.`)
    return account
  }

  function use(account: Account, used: { requests?: number; tokens?: number; cost?: number | null }): void {
    const { requests = 0, tokens = 0, cost = null } = used
    for (const sums of [account.own, ...upwards(account)]) {
      sums.requests += requests
      sums.tokens += tokens
      if (cost !== null) sums.cost = (sums.cost ?? 0) + cost
    }
  }

  function hold(
    account: Account,
    { requests, tokens, cost }: Omit<Reservation, 'taskId' | 'turnId'>,
    sign: 1 | -1,
  ) {
    for (const { held } of upwards(account)) {
      held.requests += sign * requests
      held.tokens += sign * tokens
      held.cost += sign * cost
    }
  }

  return {
    accounts,
    account: get,
    owners: () => owners,

    take({ taskId, seq, at, body }) {
      if (body.type === 'task.created') {
        if (!accounts.has(taskId)) open(taskId, body.parentId, body.depth)
      }
      const account = get(taskId)
      if (seq <= account.lastSeq) return
      account.lastSeq = seq
      if (account.lastAt === null || at > account.lastAt) {
        account.earlierAt = account.lastAt ?? at
        account.lastAt = at
      }
      switch (body.type) {
        case 'turn.requested':
          useReserved(
            account,
            [...reservations].find(({ turnId }) => turnId === body.turnId),
          )
          return
        case 'turn.committed':
          useTokens(account, body.usage)
          settleTurn(body.turnId)
          return
        case 'turn.aborted':
          settleTurn(body.turnId)
          return
        case 'history.condensed':
          use(account, { requests: (body.requests ?? 1) - account.unlogged })
          account.unlogged = 0
          useTokens(account, body.usage)
          return
        case 'task.forked':
          forget(account)
          return
        case 'status.changed':
          account.status = body.to
          keepTime(account, body, at)
          return
        default:
          takeLimits(account, body)
      }
    },

    reserve(taskId, need, now) {
      const account = get(taskId)
      const found = findLimit(account, need, now)
      if (found === 'busy') return { status: 'busy' }
      if (found !== null) return { status: 'reached', reached: found }
      const reservation: Reservation = { taskId, ...need, requests: 1, turnId: null }
      hold(account, reservation, 1)
      reservations.add(reservation)
      return { status: 'granted', reservation }
    },

    made(reservation) {
      const account = get(reservation.taskId)
      useReserved(account, reservation)
      account.unlogged++
    },

    settle,

    enter(taskId) {
      const chain = [...upwards(get(taskId))]
      const full = chain.find(
        ({ budget, asking }) => asking >= (budget.concurrency ?? Number.POSITIVE_INFINITY),
      )
      if (full !== undefined) {
        return { asking: full.asking, allowed: full.budget.concurrency ?? 0, budgetOf: full.id }
      }
      for (const account of chain) account.asking++
      return null
    },

    leave(taskId) {
      for (const account of upwards(get(taskId))) account.asking--
    },

    spent(taskId, now) {
      const { requests, tokens, cost, children, clock } = get(taskId)
      return { requests, tokens, cost, children, minutes: clock.workedMs(now) / 60_000 }
    },

    isOpen: () =>
      reservations.size > 0 ||
      [...accounts.values()].some(
        ({ status, asking, unlogged }) => asking > 0 || unlogged > 0 || !isEnded(status),
      ),
  }

  /** One request is used; where it was reserved, no longer that. */
  function useReserved(account: Account, reservation: Reservation | undefined): void {
    use(account, { requests: 1 })
    if (reservation === undefined || reservation.requests === 0) return
    hold(account, { requests: 1, tokens: 0, cost: 0 }, -1)
    reservation.requests = 0
  }

  function useTokens(account: Account, { inputTokens, outputTokens, cost }: Usage): void {
    account.own.outputTokens += outputTokens
    use(account, { tokens: inputTokens + outputTokens, cost })
  }

  /** What a copied history used up was another task's. */
  function forget(account: Account): void {
    const { requests, tokens } = account.own
    use(account, { requests: -requests, tokens: -tokens })
    account.own = { requests: 0, tokens: 0, outputTokens: 0, cost: null }
    // An unknown cost is no cost of nothing, so this sum is made anew.
    const above = new Set(upwards(account))
    for (const sums of above) sums.cost = null
    for (const other of accounts.values()) {
      const { cost } = other.own
      if (cost === null) continue
      for (const sums of upwards(other)) if (above.has(sums)) sums.cost = (sums.cost ?? 0) + cost
    }
  }

  function settle(reservation: Reservation): void {
    if (reservations.delete(reservation)) hold(get(reservation.taskId), reservation, -1)
  }

  function settleTurn(turnId: TurnId): void {
    for (const reservation of reservations) if (reservation.turnId === turnId) settle(reservation)
  }

  /** In the moment of an interruption nothing is known but that the work had ended: it did so at the last sign. */
  function keepTime(account: Account, { from, to }: { from: TaskStatus; to: TaskStatus }, at: number): void {
    if (from === to) return
    for (const { clock } of upwards(account)) {
      if (to === 'in_progress') clock.begin(at)
      else if (from === 'in_progress') clock.end(to === 'interrupted' ? account.earlierAt : at)
    }
  }

  function takeLimits(account: Account, body: TaskEvent['body']): void {
    if (body.type === 'budget.set') {
      account.budget = { ...account.budget, ...body.limits }
      account.stopped = false
      owners = [...accounts.values()].filter(({ budget }) =>
        Object.values(budget).some((limit) => limit !== null),
      )
    }
    if (body.type === 'limit.reached') {
      const owner = accounts.get(body.budgetOf)
      if (owner !== undefined) owner.stopped = true
    }
  }
}
