import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useProviders } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { formatCost, formatTokens } from '../ui/format-cost.ts'
import { Segments } from '../ui/segments.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus } from '../ui/status-info.ts'
import { type CostOrder, type CostRow, costRows, inCostOrder } from './cost-rows.ts'

const shownAtFirst = 60
/** Deeper tasks are not indented further: there is a bar to be seen beside them. */
const mostIndents = 6

const orderNames: Record<CostOrder, string> = { tree: 'Tree', cost: 'Cost', tokens: 'Tokens', name: 'Name' }

/** What a task and everything below it cost, task by task, each with its own figures and a bar for its share. */
export function CostTree({ taskId }: { taskId: TaskId }) {
  const tree = useStore(useAppState().tree.store)
  const [order, setOrder] = useState<CostOrder>('tree')
  const [most, setMost] = useState(shownAtFirst)
  const { rows, cost, tokens, unpriced } = useMemo(() => costRows(tree, taskId), [tree, taskId])
  const sorted = useMemo(() => inCostOrder(rows, order), [rows, order])
  // Where a price is missing, shares of cost would leave that task out.
  const byCost = cost !== null && cost > 0 && unpriced === 0
  const shareOf = ({ task, tokens: own }: CostRow) =>
    byCost ? (task.cost ?? 0) / cost : tokens === 0 ? 0 : own / tokens
  return (
    <section aria-label="Cost by task">
      <div className="mb-1.5 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-small font-semibold text-ink-2">By task</h2>
        <Segments
          label="Order"
          value={order}
          choices={Object.entries(orderNames).map(([value, name]) => ({ value: value as CostOrder, name }))}
          onChoose={setOrder}
        />
      </div>
      <ul aria-label="Tasks by cost" className="-mx-1 flex flex-col">
        {sorted.slice(0, most).map((row) => (
          <Row key={row.task.id} row={row} share={shareOf(row)} indented={order === 'tree'} />
        ))}
      </ul>
      {sorted.length > most ? (
        <Button size="small" look="quiet" onClick={() => setMost(most * 4)}>
          Show {Math.min(most * 3, sorted.length - most)} more tasks
        </Button>
      ) : null}
      <p className="tabular mt-1 flex flex-wrap justify-between gap-x-3 border-t border-line pt-1 font-medium">
        <span>{rows.length === 1 ? '1 task' : `${rows.length} tasks`}</span>
        <span>
          {formatTokens(tokens)} tokens · {formatCost(cost) || 'price unknown'}
        </span>
      </p>
      {unpriced > 0 && cost !== null ? (
        <p className="text-small text-ink-3">
          The price of {unpriced === 1 ? '1 task' : `${unpriced} tasks`} is unknown and not in it. Bars go by
          tokens.
        </p>
      ) : null}
    </section>
  )
}

function Row({
  row: { task, depth, tokens },
  share,
  indented,
}: {
  row: CostRow
  share: number
  indented: boolean
}) {
  const { navigation } = useAppState()
  const providers = useProviders()
  const provider = providers?.find(({ id, isDefault }) =>
    task.providerId === null ? isDefault : id === task.providerId,
  )
  const model = task.model ?? provider?.model ?? 'the default model'
  const percent = `${Math.round(share * 100)} %`
  return (
    <li>
      <button
        type="button"
        onClick={(event) => navigation.openTask(task.id, { beside: event.ctrlKey || event.metaKey })}
        className="flex w-full flex-col gap-0.5 rounded-md px-1 py-1 text-left hover:bg-hover"
        style={{ paddingLeft: indented ? 4 + Math.min(depth, mostIndents) * 12 : 4 }}
      >
        <span className="flex w-full items-center gap-1.5">
          <StatusDot status={shownStatus(task)} />
          <span className="tabular shrink-0 text-small text-ink-3">{task.displayId}</span>
          <span className="min-w-0 flex-1 truncate" title={task.title}>
            {task.title}
          </span>
          <span className="tabular shrink-0">
            {formatCost(task.cost) || (tokens === 0 ? '–' : 'price unknown')}
          </span>
        </span>
        <span className="tabular flex w-full items-center gap-2 text-small text-ink-3">
          <span aria-hidden className="h-1 w-16 shrink-0 overflow-hidden rounded-full bg-hover">
            <span
              className="block h-full rounded-full bg-accent-strong"
              style={{ width: `${share * 100}%` }}
            />
          </span>
          <span className="w-9 shrink-0">{percent}</span>
          <span className="min-w-0 flex-1 truncate" title={model}>
            {model}
          </span>
          <span className="shrink-0">{formatTokens(tokens)} tokens</span>
        </span>
      </button>
    </li>
  )
}
