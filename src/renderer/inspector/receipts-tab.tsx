import { ReceiptText } from 'lucide-react'
import { useMemo } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { checksLine } from '../../contract/receipt-words.ts'
import type { SubtaskView, TaskView } from '../../contract/task-view.ts'
import { formatDuration } from '../chat/format-time.ts'
import { ReceiptView } from '../chat/receipt/receipt-view.tsx'
import { filesWords } from '../review/choice-words.ts'
import { useTaskSummary, useTaskView } from '../state/hooks.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { formatCost, formatTokens } from '../ui/format-cost.ts'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus, statusInfo } from '../ui/status-info.ts'
import { TaskLink } from './task-link.tsx'

const noCalls = {}

/** What the subtasks of a task did, each by its receipt, in the order in which they were asked for. */
export function ReceiptsTab({ taskId }: { taskId: TaskId }) {
  const calls = useTaskView(taskId, (view) => view.calls) ?? noCalls
  const subtasks = useMemo(() => subtasksOf(calls), [calls])
  if (subtasks.length === 0) {
    return (
      <EmptyState icon={<ReceiptText />} title="No subtasks">
        What its subtasks did stands here: how each ended, checks, files, time and cost.
      </EmptyState>
    )
  }
  return (
    <ul aria-label="Receipts of subtasks" className="pb-4">
      {subtasks.map((subtask) => (
        <Entry key={subtask.childId} subtask={subtask} />
      ))}
    </ul>
  )
}

/** Call ids are ULIDs: their order is that in which they were made. */
function subtasksOf(calls: TaskView['calls']): SubtaskView[] {
  return Object.values(calls)
    .sort((a, b) => (a.callId < b.callId ? -1 : 1))
    .flatMap(({ subtask }) => (subtask === null ? [] : [subtask]))
}

function Entry({ subtask }: { subtask: SubtaskView }) {
  const { childId, childDisplayId, outcome, receipt } = subtask
  const child = useTaskSummary(childId)
  const shown = outcome ?? (child === undefined ? 'queued' : shownStatus(child))
  return (
    <li className="border-t border-line last:border-b">
      <div className="px-3 pt-2 pb-1">
        <p className="flex items-center gap-1.5">
          <StatusDot status={shown} />
          <TaskLink taskId={childId} displayId={childDisplayId} title={child?.title ?? ''} />
          <span className="min-w-0 flex-1 truncate" title={child?.title}>
            {child?.title ?? subtask.message}
          </span>
          <span className="shrink-0 text-small text-ink-2">{statusInfo[shown].label}</span>
        </p>
        {receipt === null ? (
          <p className="pt-1 pl-5 text-small text-ink-3">
            {outcome === null ? 'Its receipt comes when it has ended.' : 'It has no receipt.'}
          </p>
        ) : (
          <dl className="tabular flex flex-wrap gap-x-4 gap-y-0.5 pt-1 pl-5 text-small text-ink-2">
            <Fact name="Files">{filesWords(receipt.files.length + receipt.moreFiles)}</Fact>
            <Fact name="Checks">
              {receipt.checks.length === 0 ? 'no checks' : checksLine(receipt.checks)}
            </Fact>
            <Fact name="Time">{formatDuration(receipt.durationMs)}</Fact>
            <Fact name="Cost">{formatCost(receipt.cost) || 'price unknown'}</Fact>
            <Fact name="Tokens">{formatTokens(receipt.inputTokens + receipt.outputTokens)} tokens</Fact>
          </dl>
        )}
      </div>
      {receipt === null ? null : <ReceiptView receipt={receipt} />}
    </li>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="sr-only">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
