import { GitMerge } from 'lucide-react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { placesInWords } from '../review/clash-words.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useNavigation, useTaskField } from '../state/hooks.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'

type Clash = NonNullable<TaskSummary['clashes']>[number]

const none: readonly TaskId[] = []

/** Below a task's header: what its work clashes with so far, and what that of its subtasks does, each pair once. */
export function ClashLines({ taskId }: { taskId: TaskId }) {
  const children = useStore(useAppState().tree.store, (tree) => tree.children.get(taskId)) ?? none
  return (
    <ul aria-label="Clashes so far" className="max-h-24 overflow-y-auto empty:hidden">
      <LinesOf taskId={taskId} here={taskId} />
      {children.map((childId, index) => (
        <LinesOf key={childId} taskId={childId} here={taskId} before={children.slice(0, index)} />
      ))}
    </ul>
  )
}

/** The clashes of one task; those with `before` are shown with these. */
function LinesOf({
  taskId,
  here,
  before = none,
}: {
  taskId: TaskId
  here: TaskId
  before?: readonly TaskId[]
}) {
  const clashes = useTaskField(taskId, (task) => task.clashes)
  return clashes
    ?.filter(({ with: other }) => other === null || !before.includes(other.taskId))
    .map((clash) => <Line key={clash.with?.taskId ?? ''} taskId={taskId} here={here} clash={clash} />)
}

function Line({
  taskId,
  here,
  clash: { with: other, paths },
}: {
  taskId: TaskId
  here: TaskId
  clash: Clash
}) {
  return (
    <li className="flex gap-2 border-t border-line bg-approval-soft px-3 py-1 text-small text-approval-ink">
      <GitMerge aria-hidden className="mt-[3px] size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        <Name taskId={taskId} here={here} />{' '}
        {other === null ? (
          'and the folder its work goes to'
        ) : (
          <>
            and <Name taskId={other.taskId} here={here} />
          </>
        )}{' '}
        change {revealHidden(placesInWords(paths))} in ways that do not go together
      </span>
    </li>
  )
}

/** A task by its ID; a way to it, unless it is the one that is shown. */
function Name({ taskId, here }: { taskId: TaskId; here: TaskId }) {
  const { openTask } = useNavigation()
  const displayId = useTaskField(taskId, (task) => task.displayId) ?? ''
  if (taskId === here) return displayId
  return (
    <button
      type="button"
      onClick={(event) => openTask(taskId, { beside: event.ctrlKey || event.metaKey })}
      className="tabular rounded-sm underline decoration-line-strong underline-offset-2 hover:decoration-approval-ink"
    >
      {displayId}
    </button>
  )
}
