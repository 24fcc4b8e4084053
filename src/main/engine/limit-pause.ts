import type { BudgetChange, SpentLimit } from '../../contract/budget.ts'
import { limitReason } from '../../contract/budget-words.ts'
import type { TaskId } from '../../contract/ids.ts'
import { type LimitNotice, pausedBy } from '../../contract/paused-by.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Reached } from './budget-account.ts'
import type { EngineCore } from './core.ts'
import { type Entry, moveTo } from './journal.ts'

/**
 * Pauses a task that met a limit, and says so at the task and, once for each limit, at the one whose budget it is.
 * Those above go on waiting for it.
 */
export function pauseAtLimit({ deps, journal }: EngineCore, view: TaskView, reached: Reached): void {
  const displayId = deps.store.tasks.get(reached.budgetOf)?.displayId ?? 'this tree'
  const body: Entry['body'] = { type: 'limit.reached', ...reached }
  journal.append([
    ...(reached.budgetOf === view.id || isTold(journal.view(reached.budgetOf), reached)
      ? []
      : [{ taskId: reached.budgetOf, body }]),
    { taskId: view.id, body },
    ...moveTo(view, 'paused', limitReason({ displayId, ...reached })),
  ])
}

function isTold(owner: TaskView, { limit, allowed }: Reached): boolean {
  const latest = owner.items.findLast((item) => item.type === 'notice' && item.notice.type === 'limit')
  if (latest?.type !== 'notice' || latest.notice.type !== 'limit') return false
  return latest.notice.limit === limit && latest.notice.allowed === allowed
}

/**
 * Changes limits of a task's budget. With `goOn` every task that one of them had paused goes on, if there is
 * room for it now: for as much as the next request was estimated to need.
 */
export function setBudget(core: EngineCore, taskId: TaskId, limits: BudgetChange, goOn: boolean): void {
  const { deps, journal, budgets } = core
  const { rootId } = journal.view(taskId)
  journal.append([{ taskId, body: { type: 'budget.set', limits } }])
  if (!goOn) return
  const ledger = budgets.ledgerOf(rootId)
  const hasRoom = ({ limit, needs = 0 }: LimitNotice): boolean => {
    const allowed = ledger.account(taskId).budget[limit]
    const spent = ledger.spent(taskId, deps.now())[limit] ?? 0
    return allowed === null || (spent < allowed && spent + needs <= allowed)
  }
  const waking = deps.store.tasks
    .subtree(taskId)
    .filter(({ status }) => status === 'paused')
    .map(({ id }) => journal.view(id))
    .filter((view) => {
      const by = pausedBy(view)
      return by !== null && by.budgetOf === taskId && isNamed(limits, by.limit) && hasRoom(by)
    })
  journal.append(waking.flatMap((view) => moveTo(view, 'in_progress')))
  for (const view of waking) core.run(view.id)
}

function isNamed(limits: BudgetChange, limit: SpentLimit): boolean {
  return limits[limit] !== undefined
}
