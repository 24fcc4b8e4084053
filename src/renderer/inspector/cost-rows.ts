import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TreeIndex } from '../state/tree-index.ts'

/** What one task of a tree used up by itself. `depth` 0 for the topmost. */
export type CostRow = { task: TaskSummary; depth: number; tokens: number }

export const costOrders = ['tree', 'cost', 'tokens', 'name'] as const
export type CostOrder = (typeof costOrders)[number]

/** A task and everything below it, in the order of the tree, and sums. An unknown price counts as nothing, and is counted. */
export function costRows(tree: Pick<TreeIndex, 'tasks' | 'children'>, taskId: TaskId) {
  const rows: CostRow[] = []
  const waiting: { id: TaskId; depth: number }[] = [{ id: taskId, depth: 0 }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, depth } = next
    const task = tree.tasks.get(id)
    if (task === undefined) continue
    rows.push({ task, depth, tokens: task.inputTokens + task.outputTokens })
    for (const child of (tree.children.get(id) ?? []).toReversed())
      waiting.push({ id: child, depth: depth + 1 })
  }
  const used = rows.filter(({ tokens }) => tokens > 0)
  const priced = used.filter(({ task }) => task.cost !== null)
  return {
    rows,
    cost: priced.length === 0 ? null : priced.reduce((sum, { task }) => sum + (task.cost ?? 0), 0),
    tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
    /** Tasks that used tokens of which nobody knows the price. */
    unpriced: used.length - priced.length,
  }
}

/** The same rows in another order; those that are alike stay in the order of the tree. */
export function inCostOrder(rows: readonly CostRow[], order: CostOrder): CostRow[] {
  switch (order) {
    case 'tree':
      return [...rows]
    case 'cost':
      return rows.toSorted((a, b) => (b.task.cost ?? -1) - (a.task.cost ?? -1))
    case 'tokens':
      return rows.toSorted((a, b) => b.tokens - a.tokens)
    case 'name':
      return rows.toSorted((a, b) => a.task.title.localeCompare(b.task.title))
    default: {
      const unknown: never = order
      throw new Error(`Unknown order ${String(unknown)}`)
    }
  }
}
