import type { Budget } from '../../contract/budget.ts'
import { BudgetFields } from '../budget/budget-fields.tsx'

/** The budget that new trees begin with. */
export function TreeBudget({ budget, onKeep }: { budget: Budget; onKeep: (budget: Budget) => void }) {
  return (
    <section aria-labelledby="tree-budget" className="mt-4">
      <h3 id="tree-budget" className="font-medium">
        Budget of new trees
      </h3>
      <p className="mb-1 text-small text-ink-2">
        What a task and everything below it may use up. A limit that is reached pauses the tree and asks you.
        Trees that are there already keep theirs.
      </p>
      <div className="border-t border-line">
        <BudgetFields budget={budget} onChange={(change) => onKeep({ ...budget, ...change })} />
      </div>
    </section>
  )
}
