import { formatDuration } from '../chat/format-time.ts'
import { useNow } from '../chat/use-now.ts'
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
        <Total name="Back" value={`${done} of ${count}`} />
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
        {cost === null && tokens > 0 ? <Total name="Tokens" value={formatTokens(tokens)} /> : null}
      </dl>
      <p role="status" className="sr-only">
        {done} of {count} subtasks are back
      </p>
    </>
  )
}

function Total({ name, value, hint }: { name: string; value: string; hint?: string }) {
  return (
    <div title={hint} className="flex gap-1.5">
      <dt className="text-ink-2">{name}</dt>
      <dd className="tabular font-medium">{value}</dd>
    </div>
  )
}
