import type { TaskId } from '../../contract/ids.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { AppState } from '../state/app-state.ts'

/** Whether a task has subtasks, or asks for its first. */
export function hasPlan({ tree, tasks }: Pick<AppState, 'tree' | 'tasks'>, taskId: TaskId): boolean {
  if (tree.store.getState().children.has(taskId)) return true
  const { view } = tasks.of(taskId).getState()
  return view !== null && asksForSubtasks(view)
}

/** Whether any call of a task was for a subtask. */
export function asksForSubtasks({ calls }: Pick<TaskView, 'calls'>): boolean {
  return Object.values(calls).some(({ name }) => name === 'new_task')
}
