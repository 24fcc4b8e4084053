import type { BudgetState } from '../../contract/budget.ts'
import type { TaskId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { Store } from '../store/store.ts'
import { type Account, upwards } from './budget-account.ts'
import type { Ledger } from './budget-ledger.ts'

/** So many of those who used most are named. */
const mostNamed = 5

/**
 * How the budget of a task stands, also when it has no limit, then that of each task above it that has one. The tree
 * is the ledger's; `now` is in epoch milliseconds.
 */
export function budgetStates(
  tasks: Pick<Store['tasks'], 'get'>,
  ledger: Ledger,
  taskId: TaskId,
  now: number,
): BudgetState[] {
  const owners = new Set(ledger.owners())
  const chain = [...upwards(ledger.account(taskId))]
  return chain
    .filter((account, index) => index === 0 || owners.has(account))
    .map((account) => stateOf(tasks, ledger, account, now))
}

function stateOf(
  tasks: Pick<Store['tasks'], 'get'>,
  ledger: Ledger,
  owner: Account,
  now: number,
): BudgetState {
  const subtasks = { completed: 0, open: 0, failed: 0 }
  const children: Account[] = []
  for (const account of ledger.accounts.values()) {
    if (account === owner || ![...upwards(account)].includes(owner)) continue
    if (account.parent === owner) children.push(account)
    if (account.status === 'completed') subtasks.completed++
    else if (isEnded(account.status)) subtasks.failed++
    else subtasks.open++
  }
  const parts = [
    { account: owner, ...owner.own },
    ...children.map((account) => ({ account, ...sumsOf(account) })),
  ]
  return {
    taskId: owner.id,
    ...named(tasks, owner.id),
    limits: owner.budget,
    spent: ledger.spent(owner.id, now),
    asking: owner.asking,
    subtasks,
    top: parts
      .filter(({ requests }) => requests > 0)
      .sort((a, b) => b.tokens - a.tokens || b.requests - a.requests)
      .slice(0, mostNamed)
      .map(({ account, requests, tokens, cost }) => ({
        ...{ taskId: account.id, requests, tokens, cost },
        ...named(tasks, account.id),
      })),
  }
}

const sumsOf = ({ requests, tokens, cost }: Account) => ({ requests, tokens, cost })

function named(tasks: Pick<Store['tasks'], 'get'>, id: TaskId) {
  const task = tasks.get(id)
  return { displayId: task?.displayId ?? '', title: task?.title ?? '', mode: task?.mode ?? '' }
}
