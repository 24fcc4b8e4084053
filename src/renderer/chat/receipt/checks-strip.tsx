import { ClipboardCheck } from 'lucide-react'
import { countChecks } from '../../../contract/checks.ts'
import type { TaskId } from '../../../contract/ids.ts'
import { checksLine } from '../../../contract/receipt-words.ts'
import { isEnded } from '../../../contract/task-status.ts'
import type { ChecksView } from '../../../contract/task-view.ts'
import { useTaskView } from '../../state/hooks.ts'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { useFold } from '../../ui/use-fold.ts'
import { CheckList } from './check-list.tsx'

/** What must hold before the task may finish, above the composer, until its receipt says how it came out. */
export function ChecksStrip({ taskId }: { taskId: TaskId }) {
  const checks = useTaskView(taskId, (view) => view.checks) ?? null
  const status = useTaskView(taskId, (view) => view.status)
  const { open, bodyId, button } = useFold()
  if (checks === null || status === undefined || isEnded(status)) return null
  const running = checks.state === 'running' && status === 'in_progress'
  return (
    <div className="mb-2 rounded-lg border border-line bg-surface">
      <button
        {...button}
        className="flex h-8 w-full min-w-0 items-center gap-2 rounded-lg px-3 text-left text-small text-ink-2 hover:bg-hover"
      >
        <ClipboardCheck aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        <span
          className={
            checks.state === 'failed' ? 'min-w-0 flex-1 truncate text-failed-ink' : 'min-w-0 flex-1 truncate'
          }
        >
          {running ? 'Running its checks' : stateWords(checks)}
        </span>
        <FoldArrow open={open} />
      </button>
      {open ? (
        <div id={bodyId} className="relative max-h-60 overflow-y-auto px-3 pb-2.5">
          <CheckList checks={checks} results={checks.results} running={running} />
        </div>
      ) : null}
    </div>
  )
}

function stateWords(checks: ChecksView): string {
  const count = countChecks(checks)
  if (checks.results.length === 0) return `${count} ${count === 1 ? 'check' : 'checks'} before it may finish`
  return `The last time, ${checksLine(checks.results)}`
}
