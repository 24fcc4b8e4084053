import type { TaskId } from '../../../contract/ids.ts'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { useClient, useTaskView, useToasts } from '../../state/hooks.ts'

type Message = Extract<TranscriptItem, { type: 'message' }>

/** What one can do with a message that the model has not read yet. */
export function QueuedActions({
  taskId,
  message,
  onEdit,
}: {
  taskId: TaskId
  message: Message
  onEdit: () => void
}) {
  const client = useClient()
  const toasts = useToasts()
  const status = useTaskView(taskId, (view) => view.status)
  const { id: messageId, urgent } = message
  const waits = status === 'awaiting_subtask'
  const now = status === 'in_progress' || waits
  const hint = waits ? 'Does not wait for the subtasks' : 'Breaks off the step it is at'
  return (
    <div data-no-find className="flex flex-wrap items-center justify-end gap-x-1 text-small text-ink-3">
      <span className="pr-1">
        {urgent === true
          ? 'Sent now: the model reads it next'
          : 'Queued: the model reads it after the step it is at'}
      </span>
      {now && urgent !== true ? (
        <QueueButton
          title={hint}
          onClick={() =>
            client.task
              .sendQueuedNow({ taskId, messageId })
              .catch((error) => toasts.failed('The message waits on', error))
          }
        >
          Send now
        </QueueButton>
      ) : null}
      <QueueButton onClick={onEdit}>Edit</QueueButton>
      <QueueButton
        onClick={() =>
          client.task
            .withdrawQueued({ taskId, messageId })
            .catch((error) => toasts.failed('The message was not removed', error))
        }
      >
        Remove
      </QueueButton>
    </div>
  )
}

function QueueButton({
  title,
  onClick,
  children,
}: {
  title?: string
  onClick: () => void
  children: string
}) {
  return (
    <button
      type="button"
      title={title}
      onClick={onClick}
      className="rounded-md px-1.5 py-1 text-ink-2 underline decoration-line-strong underline-offset-2 hover:bg-hover hover:text-ink"
    >
      {children}
    </button>
  )
}
