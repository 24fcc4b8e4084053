import type { TaskId } from '../../contract/ids.ts'
import { ChatPane } from '../chat/chat-pane.tsx'
import { useTaskField } from '../state/hooks.ts'
import { DemoBanner } from './demo-banner.tsx'
import { TaskHeader } from './task-header.tsx'

/** A task in a tab or in a window of its own: where it is, how it stands, and its chat. */
export function TaskPane({ taskId }: { taskId: TaskId }) {
  const title = useTaskField(taskId, (task) => task.title)
  const providerId = useTaskField(taskId, (task) => task.providerId) ?? null
  return (
    <section aria-label={title ?? 'Task'} className="flex h-full flex-col bg-surface">
      <TaskHeader taskId={taskId} />
      <DemoBanner providerId={providerId} />
      <div className="min-h-0 flex-1">
        <ChatPane taskId={taskId} />
      </div>
    </section>
  )
}
