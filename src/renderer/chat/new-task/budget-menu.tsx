import { Gauge } from 'lucide-react'
import type { Budget, BudgetChange } from '../../../contract/budget.ts'
import { BudgetFields } from '../../budget/budget-fields.tsx'
import { limits } from '../../budget/limits.ts'
import { classNames } from '../../ui/class-names.ts'
import { Popover } from '../composer/popover.tsx'

/** The limits that a new tree begins with: those of the preferences, and what is changed here for this one. */
export function BudgetMenu({
  standard,
  change,
  onChange,
}: {
  standard: Budget
  change: BudgetChange
  onChange: (change: BudgetChange) => void
}) {
  const budget: Budget = { ...standard, ...change }
  const set = limits.filter(({ limit }) => budget[limit] !== null)
  const [first] = set
  const words =
    first === undefined
      ? 'No limits'
      : set.length === 1
        ? `${first.title} ${first.unit}${budget[first.limit]?.toLocaleString('en')}`
        : `${set.length} limits`
  return (
    <Popover
      label="Budget"
      trigger={
        <button
          type="button"
          title={`Budget: ${words}`}
          aria-label={`Budget: ${words}`}
          className="inline-flex size-7 shrink-0 items-center justify-center rounded-md hover:bg-hover data-[state=open]:bg-hover"
        >
          <Gauge
            aria-hidden
            className={classNames('size-3.5', first === undefined ? 'text-ink-3' : 'text-accent')}
          />
        </button>
      }
    >
      <div className="border-b border-line px-3 py-2">
        <h3 className="font-semibold">What this tree may use up</h3>
        <p className="text-small text-ink-3">The task and all its subtasks together.</p>
      </div>
      <div className="overflow-y-auto px-3 py-1">
        <BudgetFields budget={budget} onChange={(part) => onChange({ ...change, ...part })} />
      </div>
    </Popover>
  )
}
