import type { BudgetState } from '../../contract/budget.ts'
import type { TaskId } from '../../contract/ids.ts'
import { createLedger } from '../engine/budget-ledger.ts'
import { budgetStates } from '../engine/budget-states.ts'
import type { Store } from '../store/store.ts'

/**
 * How the budgets of a task stand by what is stored: its own, then those above it. Time counts up to the last sign of
 * life in the tree, since nobody can tell from here whether it is at work.
 */
export function readBudget(
  store: Pick<Store, 'tasks' | 'budgets'>,
  task: { id: TaskId; rootId: TaskId },
): BudgetState[] {
  const now = Math.max(...store.tasks.subtree(task.rootId).map(({ updatedAt }) => updatedAt))
  return budgetStates(store.tasks, createLedger(store.budgets.ofTree(task.rootId)), task.id, now)
}
