import { ChevronRight, X } from 'lucide-react'
import { Fragment } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { TaskId } from '../../contract/ids.ts'
import { ancestors } from '../state/ancestors.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary } from '../state/hooks.ts'
import { classNames } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'

/** Where the tree begins when it shows one subtree alone, and the ways back up. Nothing while it shows all. */
export function TreeTrail() {
  const { chrome, tree } = useAppState()
  const top = useStore(chrome.store, (state) => state.treeTop)
  const task = useTaskSummary(top)
  const above = useStore(
    tree.store,
    useShallow((state) => ancestors(state.tasks, task?.parentId ?? null)),
  )
  if (task === undefined) return null
  return (
    <nav
      aria-label="Part of the task list"
      className="mx-2 mt-2 flex h-7 items-center rounded-md bg-sunken pr-0.5 pl-1 text-small"
    >
      <ol className="flex min-w-0 flex-1 items-center">
        <Step taskId={null} />
        {above.map((id) => (
          <Fragment key={id}>
            <Arrow />
            <Step taskId={id} />
          </Fragment>
        ))}
        <Arrow />
        <li aria-current="location" className="min-w-0 truncate px-1 font-medium" title={task.title}>
          {task.displayId}
        </li>
      </ol>
      <IconButton
        label="Show the whole task list"
        size="small"
        icon={<X className="size-3.5" />}
        onClick={() => chrome.showTreeOf(null)}
      />
    </nav>
  )
}

function Arrow() {
  return (
    <li aria-hidden className="flex shrink-0">
      <ChevronRight className="size-3 text-ink-3" />
    </li>
  )
}

function Step({ taskId }: { taskId: TaskId | null }) {
  const { chrome } = useAppState()
  const task = useTaskSummary(taskId)
  return (
    <li className={classNames('flex', taskId === null ? 'shrink-0' : 'min-w-0')}>
      <button
        type="button"
        title={task?.title}
        onClick={() => chrome.showTreeOf(taskId)}
        className="truncate rounded-sm px-1 text-ink-2 hover:bg-hover hover:text-ink"
      >
        {task?.displayId ?? 'All'}
      </button>
    </li>
  )
}
