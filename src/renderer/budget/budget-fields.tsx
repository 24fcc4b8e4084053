import { useId } from 'react'
import type { Budget } from '../../contract/budget.ts'
import { LimitField } from './limit-field.tsx'
import { limits } from './limits.ts'

/** All limits of a budget that does not stand anywhere yet. */
export function BudgetFields({
  budget,
  onChange,
}: {
  budget: Budget
  onChange: (change: Partial<Budget>) => void
}) {
  const id = useId()
  return (
    <div className="flex flex-col">
      {limits.map(({ limit, title, unit, hint }) => (
        <div
          key={limit}
          className="flex items-center justify-between gap-4 border-b border-line py-1.5 last:border-0"
        >
          <label htmlFor={`${id}-${limit}`} className="min-w-0 flex-1">
            <span className="block">
              {title}
              {unit === '' ? '' : ` (${unit})`}
            </span>
            <span className="block text-small text-ink-3">{hint}</span>
          </label>
          <LimitField
            id={`${id}-${limit}`}
            limit={limit}
            label={title}
            value={budget[limit]}
            onKeep={(value) => onChange({ [limit]: value })}
          />
        </div>
      ))}
    </div>
  )
}
