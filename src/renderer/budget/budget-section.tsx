import { useState } from 'react'
import type { Budget, BudgetState } from '../../contract/budget.ts'
import { amountWords } from '../../contract/budget-words.ts'
import type { TaskId } from '../../contract/ids.ts'
import { useClient, useNavigation, useToasts } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { LimitField } from './limit-field.tsx'
import { limits, shareOf, usedOf } from './limits.ts'
import { Meter } from './meter.tsx'
import { useBudget } from './use-budget.ts'

/** What a task and everything below it may use up and has used up, and the budgets above that hold it too. */
export function BudgetSection({ taskId }: { taskId: TaskId }) {
  const { states, error } = useBudget(taskId)
  const [opened, setOpened] = useState<TaskId | null>(null)
  const [own, ...above] = states ?? []
  const open = own !== undefined && (above.length === 0 || hasLimits(own) || opened === taskId)
  return (
    <section aria-label="Budget">
      <h2 className="text-small font-semibold text-ink-2">Budget</h2>
      {error === null ? null : <p className="text-small text-failed-ink">{error}</p>}
      {own === undefined ? null : open ? (
        <BudgetTable state={own} title={above.length === 0 ? 'With everything below it' : 'Of this task'} />
      ) : (
        <p className="mt-1 flex items-center gap-2 text-small text-ink-3">
          <span className="flex-1">No limits of its own.</span>
          <Button size="small" onClick={() => setOpened(taskId)}>
            Set some
          </Button>
        </p>
      )}
      {above.map((state) => (
        <BudgetTable key={state.taskId} state={state} title={null} />
      ))}
    </section>
  )
}

function hasLimits({ limits }: BudgetState): boolean {
  return Object.values(limits).some((limit) => limit !== null)
}

function BudgetTable({ state, title }: { state: BudgetState; title: string | null }) {
  const client = useClient()
  const toasts = useToasts()
  const { openTask } = useNavigation()
  const set = (limit: keyof Budget, value: number | null) => {
    client.task
      .setBudget({ taskId: state.taskId, limits: { [limit]: value } })
      .catch((error) => toasts.failed('The limit could not be set', error))
  }
  return (
    <div className="mt-1 [p+&]:mt-3 [div+&]:mt-3">
      {title === null ? (
        <button
          type="button"
          onClick={() => openTask(state.taskId)}
          className="mb-1 block w-full truncate text-left text-small text-ink-3 underline decoration-line-strong underline-offset-2 hover:text-ink"
          title={`Open ${state.displayId}: ${state.title}`}
        >
          Of <span className="tabular">{state.displayId}</span> {state.title}
        </button>
      ) : (
        <p className="mb-1 text-small text-ink-3">{title}</p>
      )}
      <div className="flex flex-col">
        {limits.map(({ limit, title: name, hint }) => {
          const allowed = state.limits[limit]
          const used = usedOf(limit, state.spent, state.asking)
          const share = shareOf(used, allowed)
          return (
            <div key={limit} className="border-b border-line py-1 last:border-0">
              <div className="flex items-center gap-2" title={hint}>
                <span className="min-w-0 flex-1 truncate text-ink-3">{name}</span>
                {limit === 'depth' ? null : (
                  <span className="tabular shrink-0 text-right select-text">
                    {used === null ? 'unknown' : amountWords(limit, used)}
                    {allowed === null ? null : <span className="text-ink-3"> of</span>}
                  </span>
                )}
                <LimitField
                  limit={limit}
                  label={`${name} allowed for ${state.displayId}`}
                  value={allowed}
                  onKeep={(value) => set(limit, value)}
                />
              </div>
              {limit === 'cost' && allowed !== null && used === null && state.spent.requests > 0 ? (
                <p className="text-small text-ink-3">
                  No price is known of the models used: this limit cannot hold.
                </p>
              ) : null}
              {share === null || limit === 'concurrency' ? null : (
                <div className="pt-1 pb-0.5">
                  <Meter share={share} label={`${name} used`} />
                </div>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
