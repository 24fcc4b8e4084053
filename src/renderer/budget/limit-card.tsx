import { CircleStop, Gauge } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { BudgetState } from '../../contract/budget.ts'
import { amountWords, raisedLimit, spentWords } from '../../contract/budget-words.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { LimitNotice } from '../../contract/paused-by.ts'
import { useCardName } from '../chat/card-name.tsx'
import { errorText } from '../connection/error-text.ts'
import { useClient, useNavigation, useOnline, useTaskSummary, useTaskView } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { Meter } from './meter.tsx'
import { useBudget } from './use-budget.ts'
import { workDone } from './work-done.ts'

/** That a limit stopped work: what was used up, by whom and what for; and whether to raise it or to stop here. */
export function LimitCard({ taskId, notice }: { taskId: TaskId; notice: LimitNotice }) {
  const client = useClient()
  const online = useOnline()
  const titleId = useId()
  const name = useCardName(titleId)
  const task = useTaskSummary(taskId)
  const owner = useTaskSummary(notice.budgetOf)
  const state = useBudget(taskId).states?.find((one) => one.taskId === notice.budgetOf)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { limit, spent, allowed, needs } = notice

  const act = async (deed: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(null)
    try {
      await deed()
    } catch (error) {
      setProblem(errorText(error))
    }
    setBusy(false)
  }
  const raise = (to: number | null) =>
    void act(() => client.task.setBudget({ taskId: notice.budgetOf, limits: { [limit]: to } }))
  const reason = `${owner?.displayId ?? 'The tree'} used up its budget: ${spentWords(limit, spent, allowed)}.`
  const off = busy || !online
  const more = raisedLimit(notice, 1.5)
  const twice = raisedLimit(notice, 2)
  const room = needs !== undefined && spent < allowed
  return (
    <section
      aria-labelledby={name}
      className="enter-soft my-1 overflow-hidden rounded-lg border border-approval bg-raised"
    >
      <header className="flex min-h-8 items-center gap-2 bg-approval-soft px-3 py-1 text-approval-ink">
        <Gauge aria-hidden className="size-4 shrink-0" />
        <h2 id={titleId} className="min-w-0 flex-1 font-semibold">
          {room ? 'The budget has no room for the next request' : 'The budget is used up'}
        </h2>
      </header>
      <div className="flex flex-col gap-2.5 px-3.5 py-3">
        <div>
          <p className="mb-1 flex flex-wrap items-baseline gap-x-2">
            <span className="tabular font-medium">{spentWords(limit, spent, allowed)}</span>
            <span className="min-w-0 text-small text-ink-3">
              {owner === undefined || notice.budgetOf === taskId ? (
                'of this task and everything below it'
              ) : (
                <>
                  of <TaskLink taskId={owner.id}>{owner.displayId}</TaskLink> and everything below it
                </>
              )}
              {room ? `; the next request needs about ${amountWords(limit, needs)}` : ''}
            </span>
          </p>
          <Meter share={Math.min(1, spent / allowed)} label="Used" />
        </div>
        {state === undefined ? null : <Users state={state} />}
        <SoFar taskId={taskId} state={state} />
        {problem === null ? null : (
          <p role="alert" className="text-small text-failed-ink select-text">
            {problem}
          </p>
        )}
      </div>
      <footer className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2.5">
        <Button look="primary" disabled={off} onClick={() => raise(more)}>
          Raise to {amountWords(limit, more)} and go on
        </Button>
        <Button disabled={off} onClick={() => raise(twice)}>
          To {amountWords(limit, twice)}
        </Button>
        <Button disabled={off} onClick={() => raise(null)}>
          No limit
        </Button>
        <Button
          look="quiet"
          className="ml-auto"
          disabled={off}
          icon={<CircleStop className="size-3.5" />}
          title={
            task?.parentId
              ? 'Ends this task. Its parent is told how far it got.'
              : 'Ends this task and everything below it.'
          }
          onClick={() => void act(() => client.task.cancel({ taskId, reason }))}
        >
          Stop here
        </Button>
      </footer>
    </section>
  )
}

function TaskLink({ taskId, children }: { taskId: TaskId; children: ReactNode }) {
  const { openTask } = useNavigation()
  return (
    <button
      type="button"
      onClick={() => openTask(taskId)}
      className="tabular rounded-sm underline decoration-line-strong underline-offset-2 hover:text-ink"
    >
      {children}
    </button>
  )
}

/** Who used most of it. */
function Users({ state }: { state: BudgetState }) {
  if (state.top.length === 0) return null
  return (
    <ul aria-label="Who used it" className="flex flex-col text-small">
      {state.top.map((part) => (
        <li
          key={part.taskId}
          className="flex min-w-0 items-center gap-2 border-b border-line py-1 last:border-0"
        >
          <ModeGlyph mode={part.mode} />
          <span className="shrink-0 text-ink-3">
            <TaskLink taskId={part.taskId}>{part.displayId}</TaskLink>
          </span>
          <span className="min-w-0 flex-1 truncate">
            {part.taskId === state.taskId && state.top.length > 1 ? 'by itself' : part.title}
          </span>
          <span className="tabular shrink-0 text-ink-2">
            {amountWords('requests', part.requests)} {part.requests === 1 ? 'request' : 'requests'} ·{' '}
            {amountWords('tokens', part.tokens)} tokens
            {part.cost === null ? '' : ` · ${amountWords('cost', part.cost)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

function SoFar({ taskId, state }: { taskId: TaskId; state: BudgetState | undefined }) {
  const calls = useTaskView(taskId, (view) => view.calls)
  const todos = useTaskView(taskId, (view) => view.todos)
  const words = workDone({ calls: calls ?? {}, todos: todos ?? [], subtasks: state?.subtasks ?? null })
  return <p className="text-small text-ink-2">So far: {words}</p>
}
