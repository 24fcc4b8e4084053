import { Inbox } from 'lucide-react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { TaskId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary } from '../state/hooks.ts'
import { goToTask } from '../state/open-workspace.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { StatusDot } from '../ui/status-dot.tsx'

const mostShown = 8

/** That nothing waits for a person, and what is at work. */
export function NothingWaits() {
  const { tree } = useAppState()
  const atWork = useStore(
    tree.store,
    useShallow((state) =>
      [...state.tasks.values()].filter(({ status }) => status === 'in_progress').map(({ id }) => id),
    ),
  )
  const shown = atWork.slice(0, mostShown)
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="h-56 shrink-0">
        <EmptyState icon={<Inbox />} title="Nothing waits for you">
          {atWork.length === 0
            ? 'No task is at work either. Approvals, questions and whatever else needs you will stand here.'
            : `${atWork.length === 1 ? '1 task is' : `${atWork.length} tasks are`} at work.`}
        </EmptyState>
      </div>
      {shown.length === 0 ? null : (
        <ul aria-label="At work" className="mx-auto w-full max-w-[560px] px-4 pb-6">
          {shown.map((taskId) => (
            <AtWork key={taskId} taskId={taskId} />
          ))}
        </ul>
      )}
      {atWork.length > shown.length ? (
        <p className="pb-6 text-center text-small text-ink-3">and {atWork.length - shown.length} more</p>
      ) : null}
    </div>
  )
}

function AtWork({ taskId }: { taskId: TaskId }) {
  const app = useAppState()
  const task = useTaskSummary(taskId)
  if (task === undefined) return null
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        onClick={() => goToTask(app, taskId)}
        className="flex w-full min-w-0 items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover"
      >
        <StatusDot status={task.status} size={13} />
        <span className="tabular shrink-0 text-small text-ink-3">{task.displayId}</span>
        <span className="min-w-0 flex-1 truncate">{task.title}</span>
        <span className="max-w-[45%] shrink-0 truncate text-small text-ink-3">{task.activity}</span>
      </button>
    </li>
  )
}
