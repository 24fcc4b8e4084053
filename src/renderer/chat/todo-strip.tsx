import { ListChecks } from 'lucide-react'
import type { TaskId } from '../../contract/ids.ts'
import { useTaskView } from '../state/hooks.ts'
import { FoldArrow } from '../ui/fold-arrow.tsx'
import { TodoItems } from '../ui/todo-items.tsx'
import { useFold } from '../ui/use-fold.ts'

/** The task's todo list above the composer: what it is at, and all of it when unfolded. */
export function TodoStrip({ taskId }: { taskId: TaskId }) {
  const todos = useTaskView(taskId, (view) => view.todos)
  const { open, bodyId, button } = useFold()
  if (todos === undefined || todos.length === 0) return null
  const done = todos.filter(({ status }) => status === 'completed').length
  const current =
    todos.find(({ status }) => status === 'in_progress') ?? todos.find(({ status }) => status === 'pending')
  return (
    <div className="mb-2 rounded-lg border border-line bg-surface">
      <button
        {...button}
        className="flex h-8 w-full min-w-0 items-center gap-2 rounded-lg px-3 text-left text-small text-ink-2 hover:bg-hover"
      >
        <ListChecks aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        <span className="tabular shrink-0">
          <span className="sr-only">Todo list, done: </span>
          {done} of {todos.length}
        </span>
        <span className="min-w-0 flex-1 truncate text-ink">{current?.text ?? 'All done'}</span>
        <FoldArrow open={open} />
      </button>
      {open ? (
        <div id={bodyId} className="relative max-h-60 overflow-y-auto px-3 pb-2.5">
          <TodoItems items={todos} />
        </div>
      ) : null}
    </div>
  )
}
