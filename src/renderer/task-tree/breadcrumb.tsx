import { ChevronRight } from 'lucide-react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { TaskId } from '../../contract/ids.ts'
import { ancestors } from '../state/ancestors.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useChildIds, useTaskSummary, useTaskView } from '../state/hooks.ts'
import { classNames } from '../ui/class-names.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus } from '../ui/status-info.ts'

/** The way from the root to a task; every step opens, and the last chevron leads to the children. */
export function Breadcrumb({ taskId }: { taskId: TaskId }) {
  const { tree } = useAppState()
  const task = useTaskSummary(taskId)
  // A deleted task is in no tree, but its transcript still tells what it was.
  const gone = useTaskView(taskId, ({ displayId, title }) => `${displayId} ${title}`)
  const parentId = task?.parentId ?? null
  const above = useStore(
    tree.store,
    useShallow((state) => ancestors(state.tasks, parentId)),
  )
  if (task === undefined) {
    return (
      <nav aria-label="Where this task is" className="flex min-w-0 flex-1 items-center gap-1.5 px-1.5">
        <span className={classNames('truncate text-ink-3', gone && 'line-through')}>{gone ?? '…'}</span>
      </nav>
    )
  }
  return (
    <nav aria-label="Where this task is" className="flex min-w-0 flex-1 items-center gap-0.5">
      {above.map((id, at) => (
        <Step key={id} taskId={id} short={at > 0 && above.length > 2} />
      ))}
      <span aria-current="page" className="flex min-w-0 items-center gap-1.5 px-1.5">
        <span className="tabular shrink-0 text-small text-ink-3">{task.displayId}</span>
        <span className="truncate font-semibold">{task.title}</span>
      </span>
      <ChildrenMenu taskId={taskId} />
    </nav>
  )
}

function Step({ taskId, short }: { taskId: TaskId; short: boolean }) {
  const { navigation } = useAppState()
  const task = useTaskSummary(taskId)
  if (task === undefined) return null
  return (
    <>
      <button
        type="button"
        title={`${task.displayId} ${task.title}`}
        onClick={(event) => navigation.openTask(taskId, { beside: event.ctrlKey || event.metaKey })}
        className={classNames(
          'flex items-center gap-1.5 rounded-md px-1.5 py-0.5 text-ink-2 hover:bg-hover hover:text-ink',
          short ? 'shrink-0' : 'min-w-9 shrink',
        )}
      >
        <StatusDot status={shownStatus(task)} size={12} />
        <span className={classNames('truncate', !short && 'max-w-44')}>
          {short ? task.displayId : task.title}
        </span>
      </button>
      <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3" />
    </>
  )
}

function ChildrenMenu({ taskId }: { taskId: TaskId }) {
  const { tree, navigation } = useAppState()
  const ids = useChildIds(taskId)
  if (ids.length === 0) return null
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex h-6 shrink-0 items-center gap-0.5 rounded-md px-1 text-small text-ink-3 hover:bg-hover hover:text-ink"
        >
          <ChevronRight aria-hidden className="size-3.5" />
          {ids.length === 1 ? '1 subtask' : `${ids.length} subtasks`}
        </button>
      }
    >
      {ids.map((id) => {
        const child = tree.store.getState().tasks.get(id)
        return child === undefined ? null : (
          <MenuItem key={id} onSelect={() => navigation.openTask(id)}>
            <span className="flex items-center gap-2">
              <StatusDot status={shownStatus(child)} />
              <span className="tabular text-small text-ink-3">{child.displayId}</span>
              <span className="truncate">{child.title}</span>
            </span>
          </MenuItem>
        )
      })}
    </Menu>
  )
}
