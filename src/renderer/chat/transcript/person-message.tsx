import { useRef, useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { useClient, useTaskView, useToasts } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { isSendKey } from '../composer/send-key.ts'
import { formatWhen } from '../format-time.ts'
import { ImageStrip } from '../images/image-strip.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { Foldable } from './foldable.tsx'
import { MessageContexts } from './message-context.tsx'

type Message = Extract<TranscriptItem, { type: 'message' }>

/** What a person wrote, with what it mentions and shows. As long as it is queued it can be changed. */
export function PersonMessage({
  taskId,
  message,
  queued,
}: {
  taskId: TaskId
  message: Message
  queued: boolean
}) {
  const [editing, setEditing] = useState(false)
  const { text, context = [], images = [], at } = message
  return (
    <article aria-label="Your message" className="flex flex-col items-end gap-1">
      {editing && queued ? (
        <EditQueued taskId={taskId} message={message} onDone={() => setEditing(false)} />
      ) : (
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
      )}
      {context.length === 0 ? null : <MessageContexts context={context} />}
      {queued && !editing ? (
        <QueuedActions taskId={taskId} message={message} onEdit={() => setEditing(true)} />
      ) : null}
    </article>
  )
}

function QueuedActions({
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
    <div className="flex flex-wrap items-center justify-end gap-x-1 text-small text-ink-3">
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

function EditQueued({ taskId, message, onDone }: { taskId: TaskId; message: Message; onDone: () => void }) {
  const client = useClient()
  const toasts = useToasts()
  const [text, setText] = useState(message.text)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const { id: messageId, images = [] } = message
  const empty = text.trim() === '' && images.length === 0
  const save = async () => {
    if (busy || empty) return
    setBusy(true)
    try {
      await client.task.changeQueued({ taskId, messageId, text, images })
      onDone()
    } catch (error) {
      toasts.failed('The message was not changed', error)
      setBusy(false)
    }
  }
  return (
    <div className="flex w-[88%] flex-col gap-2 rounded-xl border border-line-strong bg-raised p-2 focus-within:border-focus">
      <ImageStrip images={images} />
      <textarea
        ref={field}
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
        autoFocus
        aria-label="The queued message"
        value={text}
        rows={1}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            onDone()
          } else if (isSendKey(event.nativeEvent)) {
            event.preventDefault()
            void save()
          }
        }}
        className="block max-h-[40vh] w-full resize-none bg-transparent px-1.5 pt-1 leading-5 outline-none [field-sizing:content]"
      />
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onDone}>
          Back
        </Button>
        <Button look="primary" busy={busy} disabled={empty} onClick={() => void save()}>
          Save
        </Button>
      </div>
    </div>
  )
}
