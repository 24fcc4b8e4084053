import { ChevronRight, ListChecks } from 'lucide-react'
import { useId, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { useTaskView } from '../state/hooks.ts'
import { classNames } from '../ui/class-names.ts'
import { TodoItems } from './todo-items.tsx'

/** The task's todo list above the composer: what it is at, and all of it when unfolded. */
export function TodoStrip({ taskId }: { taskId: TaskId }) {
  const todos = useTaskView(taskId, (view) => view.todos)
  const [open, setOpen] = useState(false)
  const id = useId()
  if (todos === undefined || todos.length === 0) return null
  const done = todos.filter(({ status }) => status === 'completed').length
  const current =
    todos.find(({ status }) => status === 'in_progress') ?? todos.find(({ status }) => status === 'pending')
  return (
    <div className="mb-2 rounded-lg border border-line bg-surface">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex h-8 w-full min-w-0 items-center gap-2 rounded-lg px-3 text-left text-small text-ink-2 hover:bg-hover"
      >
        <ListChecks aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        <span className="tabular shrink-0">
          <span className="sr-only">Todo list, done: </span>
          {done} of {todos.length}
        </span>
        <span className="min-w-0 flex-1 truncate text-ink">{current?.text ?? 'All done'}</span>
        <ChevronRight
          aria-hidden
          className={classNames(
            'size-3.5 shrink-0 text-ink-3 transition-transform duration-100',
            open && 'rotate-90',
          )}
        />
      </button>
      {open ? (
        <div id={id} className="relative max-h-60 overflow-y-auto px-3 pb-2.5">
          <TodoItems items={todos} />
        </div>
      ) : null}
    </div>
  )
}
