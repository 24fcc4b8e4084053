import type { TaskId, WorkspaceId } from '../../contract/ids.ts'

/** A task's transcript and composer. */
export function ChatPane({ taskId }: { taskId: TaskId }) {
  return <div className="p-4 text-ink-2">{taskId}</div>
}

/** The hero composer in which a new task begins. */
export function NewTaskPane({ workspaceId }: { workspaceId: WorkspaceId }) {
  return <div className="p-4 text-ink-2">{workspaceId}</div>
}
