import { Play } from 'lucide-react'
import type { TaskId } from '../../../contract/ids.ts'
import { useClient, useTaskView, useToasts } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'

/** Has a task go on that was stopped or has failed. Not there for others. */
export function Resume({ taskId, label = 'Resume' }: { taskId: TaskId; label?: string }) {
  const client = useClient()
  const toasts = useToasts()
  const can = useTaskView(
    taskId,
    ({ status }) => status === 'paused' || status === 'interrupted' || status === 'failed',
  )
  if (can !== true) return null
  const resume = () => {
    client.task.resume({ taskId }).catch((error) => toasts.failed('The task could not go on', error))
  }
  return (
    <Button size="small" icon={<Play className="size-3" />} onClick={resume}>
      {label}
    </Button>
  )
}
