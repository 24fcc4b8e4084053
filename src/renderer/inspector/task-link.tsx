import type { TaskId } from '../../contract/ids.ts'
import { useNavigation } from '../state/hooks.ts'

/** A display id that opens its task, beside what is open with Ctrl or Cmd. */
export function TaskLink({
  taskId,
  displayId,
  title,
}: {
  taskId: TaskId
  displayId: string
  title?: string
}) {
  const { openTask } = useNavigation()
  return (
    <button
      type="button"
      title={title}
      className="tabular shrink-0 rounded-sm text-accent underline-offset-2 hover:underline"
      onClick={(event) => openTask(taskId, { beside: event.ctrlKey || event.metaKey })}
    >
      {displayId}
    </button>
  )
}
