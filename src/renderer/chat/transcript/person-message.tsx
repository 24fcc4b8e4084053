import { Pencil } from 'lucide-react'
import { useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { useClient } from '../../state/hooks.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { CopyButton } from '../copy-button.tsx'
import { formatWhen } from '../format-time.ts'
import { ImageStrip } from '../images/image-strip.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { EditMessage } from './edit-message.tsx'
import { Foldable } from './foldable.tsx'
import { ForkButton } from './fork-button.tsx'
import { MessageContexts } from './message-context.tsx'
import { QueuedActions } from './queued-actions.tsx'

type Message = Extract<TranscriptItem, { type: 'message' }>

/** What a person wrote, with what it mentions and shows, and what they can do with it while they look at it. */
export function PersonMessage({
  taskId,
  message,
  queued,
  aside,
}: {
  taskId: TaskId
  message: Message
  /** Whether the model has yet to read it: then it can be changed. */
  queued: boolean
  /** Whether it was set aside: then it can only be looked at. */
  aside: boolean
}) {
  const [editing, setEditing] = useState(false)
  const { id: messageId, text, context = [], images = [], at } = message
  if (editing) {
    return <Edit taskId={taskId} message={message} queued={queued} onEnd={() => setEditing(false)} />
  }
  return (
    <article aria-label="Your message" className="group/message relative flex flex-col items-end gap-1">
      <div
        title={formatWhen(at, Date.now())}
        className="max-w-[88%] min-w-0 overflow-hidden rounded-xl bg-selected"
      >
        <ImageStrip images={images} />
        {text === '' ? (
          <div className="h-3" />
        ) : (
          <div className="px-3.5 py-2">
            <Foldable text={text}>
              <Markdown text={text} breaks />
            </Foldable>
          </div>
        )}
      </div>
      {context.length === 0 ? null : <MessageContexts context={context} />}
      {queued ? (
        <QueuedActions taskId={taskId} message={message} onEdit={() => setEditing(true)} />
      ) : (
        <div
          data-no-find
          className="absolute right-0 -bottom-5 z-10 flex h-5 items-center bg-surface opacity-0 transition-opacity duration-100 group-focus-within/message:opacity-100 group-hover/message:opacity-100"
        >
          <CopyButton text={text} label="Copy message as Markdown" />
          {aside ? null : (
            <IconButton
              label="Edit and send again"
              size="small"
              icon={<Pencil className="size-3.5" />}
              onClick={() => setEditing(true)}
            />
          )}
          <ForkButton taskId={taskId} itemId={messageId} />
        </div>
      )}
    </article>
  )
}

function Edit({
  taskId,
  message,
  queued,
  onEnd,
}: {
  taskId: TaskId
  message: Message
  queued: boolean
  onEnd: () => void
}) {
  const client = useClient()
  const { id: messageId, images = [] } = message
  return queued ? (
    <EditMessage
      message={message}
      label="Edit the queued message"
      action="Save"
      onSave={(text) => client.task.changeQueued({ taskId, messageId, text, images })}
      onEnd={onEnd}
    />
  ) : (
    <EditMessage
      message={message}
      label="Edit your message"
      note="The task goes on from here. What came after is set aside, not lost; files stay as they are now."
      action="Send again"
      onSave={(text) => client.task.edit({ taskId, messageId, text })}
      onEnd={onEnd}
    />
  )
}
