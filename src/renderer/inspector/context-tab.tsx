import { ScanSearch, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { BudgetSection } from '../budget/budget-section.tsx'
import { runCommand } from '../palette/commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useBelow, useProviders, useTaskSummary, useTaskView } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { formatCost, formatTokens } from '../ui/format-cost.ts'
import { ContextParts } from './context-parts.tsx'
import { CostTree } from './cost-tree.tsx'

/** How full the context is, and what the task and everything below it cost. */
export function ContextTab({ taskId }: { taskId: TaskId }) {
  const usage = useTaskView(taskId, (view) => view.usage)
  const contextTokens = useTaskView(taskId, (view) => view.contextTokens) ?? 0
  const task = useTaskSummary(taskId)
  const below = useBelow(taskId)
  const providers = useProviders()
  const app = useAppState()
  if (usage === undefined) return null
  if (task === undefined) {
    return (
      <EmptyState icon={<Trash2 />} title="This task is deleted">
        What it cost stands here again once it is restored.
      </EmptyState>
    )
  }
  const provider = providers?.find(({ id }) => id === task.providerId)
  const window = provider?.contextWindow ?? null
  return (
    <div className="flex flex-col gap-4 px-3 pb-4">
      <section>
        <Heading>Context</Heading>
        {window === null ? null : (
          <meter
            min={0}
            max={window}
            value={contextTokens}
            aria-label="Context used"
            className="mb-1 block h-1.5 w-full [&::-webkit-meter-bar]:h-1.5 [&::-webkit-meter-bar]:rounded-full [&::-webkit-meter-bar]:border-0 [&::-webkit-meter-bar]:bg-hover [&::-webkit-meter-optimum-value]:rounded-full [&::-webkit-meter-optimum-value]:bg-accent-strong"
          />
        )}
        <Facts>
          <Fact name="Now">
            {formatTokens(contextTokens)} tokens
            {window === null ? '' : ` of ${formatTokens(window)}`}
          </Fact>
        </Facts>
        <Button
          size="small"
          className="mt-2"
          icon={<ScanSearch aria-hidden className="size-3.5" />}
          onClick={() => runCommand(app, 'xray.open', { taskId })}
        >
          What the model was sent
        </Button>
        <ContextParts taskId={taskId} />
      </section>
      <BudgetSection taskId={taskId} />
      <section>
        <Heading>This task</Heading>
        <Facts>
          <Fact name="Cost">{formatCost(usage.cost) || 'price unknown'}</Fact>
          <Fact name="Read">{formatTokens(usage.inputTokens)} tokens</Fact>
          <Fact name="of it cached">{formatTokens(usage.cachedTokens)}</Fact>
          <Fact name="Written">{formatTokens(usage.outputTokens)} tokens</Fact>
        </Facts>
      </section>
      {below === undefined ? null : <CostTree key={taskId} taskId={taskId} />}
      <section>
        <Heading>Setting</Heading>
        <Facts>
          <Fact name="Mode">{task.modeName}</Fact>
          <Fact name="Model">{task.model ?? provider?.model ?? 'the default'}</Fact>
          <Fact name="Provider">{provider?.name ?? 'the default'}</Fact>
          <Fact name="Folder">{task.folder}</Fact>
          <Fact name="Begun">{new Date(task.createdAt).toLocaleString()}</Fact>
        </Facts>
      </section>
    </div>
  )
}

function Heading({ children }: { children: string }) {
  return <h2 className="mb-1 text-small font-semibold text-ink-2">{children}</h2>
}

function Facts({ children }: { children: ReactNode }) {
  return <dl className="flex flex-col">{children}</dl>
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-3 border-b border-line py-1 last:border-0">
      <dt className="w-24 shrink-0 text-ink-3">{name}</dt>
      <dd className="tabular min-w-0 flex-1 text-right break-words select-text">{children}</dd>
    </div>
  )
}
