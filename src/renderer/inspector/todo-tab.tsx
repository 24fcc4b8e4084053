import { Circle, CircleCheck, CircleDot, ListTodo } from 'lucide-react'
import type { TaskId } from '../../contract/ids.ts'
import type { TodoItem } from '../../contract/tool-display.ts'
import { useTaskView } from '../state/hooks.ts'
import { classNames } from '../ui/class-names.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { withKeys } from '../ui/with-keys.ts'

const marks: Record<TodoItem['status'], { icon: typeof Circle; ink: string; word: string }> = {
  pending: { icon: Circle, ink: 'text-idle', word: 'Pending' },
  in_progress: { icon: CircleDot, ink: 'text-working', word: 'In progress' },
  completed: { icon: CircleCheck, ink: 'text-done', word: 'Done' },
}

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
      <ol className="flex flex-col gap-1.5">
        {withKeys(todos, (todo) => todo.text).map(({ key, item: { text, status } }) => {
          const { icon: Icon, ink, word } = marks[status]
          return (
            <li key={key} className="flex gap-2">
              <Icon aria-label={word} className={classNames('mt-[3px] size-3.5 shrink-0', ink)} />
              <span
                className={classNames(
                  'min-w-0 break-words',
                  status === 'completed' && 'text-ink-3',
                  status === 'in_progress' && 'font-medium',
                )}
              >
                {text}
              </span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
