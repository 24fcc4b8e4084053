import { ListTodo } from 'lucide-react'
import type { TaskId } from '../../contract/ids.ts'
import { useTaskView } from '../state/hooks.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { TodoItems } from '../ui/todo-items.tsx'

/** The task's own list of what is to be done. */
export function TodoTab({ taskId }: { taskId: TaskId }) {
  const todos = useTaskView(taskId, (view) => view.todos) ?? []
  if (todos.length === 0) {
    return (
      <EmptyState icon={<ListTodo />} title="No list">
        Tasks with several steps keep a list here as they go.
      </EmptyState>
    )
  }
  const done = todos.filter((todo) => todo.status === 'completed').length
  return (
    <div className="px-3 pb-4">
      <div className="mb-2 flex items-center gap-2 text-small text-ink-2">
        <progress
          value={done}
          max={todos.length}
          aria-label="Done"
          className="h-1 flex-1 appearance-none overflow-hidden rounded-full bg-hover [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-done"
        />
        <span className="tabular">
          {done} of {todos.length}
        </span>
      </div>
      <TodoItems items={todos} />
    </div>
  )
}
