import { formatDuration } from '../chat/format-time.ts'
import { useNow } from '../chat/use-now.ts'
import { classNames } from '../ui/class-names.ts'
import { formatCost, formatTokens } from '../ui/format-cost.ts'
import type { Plan } from './plan.ts'
import { isAtWork } from './plan-source.ts'
import { totalsOf } from './plan-totals.ts'

/** What all subtasks come to, ticking by itself while one is at work. */
export function PlanTotalsStrip({ plan }: { plan: Plan }) {
  const now = useNow(1000, isAtWork(plan))
  const { start, elapsed, work, saved, criticalTime, cost, tokens, count, done } = totalsOf(plan, now)
  return (
    <>
      <dl
        aria-label="Totals"
        className="flex flex-wrap gap-x-5 gap-y-0.5 border-b border-line px-3.5 py-1.5 text-small"
      >
        <Total name="Returned" value={`${done} of ${count}`} />
        {start === null ? null : (
          <>
            <Total
              name="Elapsed"
              value={formatDuration(elapsed)}
              hint="From the first start to the last end"
            />
            <Total
              name="Subtask time"
              value={formatDuration(work)}
              hint="The time of every subtask, summed up"
              rest
            />
            <Total
              name="Saved by parallel work"
              value={formatDuration(saved)}
              hint="What would have come on top if they had worked one after the other"
            />
            <Total
              name="Critical path"
              value={formatDuration(criticalTime)}
              hint="The longest chain of subtasks that waited for each other"
            />
          </>
        )}
        {cost === null ? null : (
          <Total name="Cost" value={formatCost(cost)} hint="With everything below the subtasks" />
        )}
        {cost === null && tokens > 0 ? <Total name="Tokens" value={formatTokens(tokens)} rest /> : null}
      </dl>
      <p role="status" className="sr-only">
        {done} of {count} subtasks are back
      </p>
    </>
  )
}

type TotalProps = {
  name: string
  value: string
  hint?: string
  /** Left out where there is little room. */
  rest?: boolean
}

function Total({ name, value, hint, rest = false }: TotalProps) {
  return (
    <div title={hint} className={classNames('flex gap-1.5', rest && '@max-[560px]/plan:hidden')}>
      <dt className="text-ink-2">{name}</dt>
      <dd className="tabular font-medium">{value}</dd>
    </div>
  )
}
