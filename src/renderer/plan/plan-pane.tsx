import type { TaskId } from '../../contract/ids.ts'

/** A task's subtasks as a timeline or a graph. */
export function PlanPane({ taskId }: { taskId: TaskId }) {
  return <section aria-label="Plan" data-task={taskId} />
}
