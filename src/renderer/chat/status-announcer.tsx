import type { TaskId } from '../../contract/ids.ts'
import { useTaskField } from '../state/hooks.ts'
import { shownStatus, statusInfo } from '../ui/status-info.ts'

/** Tells assistive technology when the task's status changes, politely. Nothing of it is seen. */
export function StatusAnnouncer({ taskId }: { taskId: TaskId }) {
  const status = useTaskField(taskId, shownStatus)
  const displayId = useTaskField(taskId, (task) => task.displayId)
  return (
    <p role="status" className="sr-only">
      {status === undefined ? '' : `${displayId}: ${statusInfo[status].label}`}
    </p>
  )
}
