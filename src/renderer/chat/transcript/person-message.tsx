import { Pencil } from 'lucide-react'
import { useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { useClient, useOnline, useToasts } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { CopyButton } from '../copy-button.tsx'
import { formatWhen } from '../format-time.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { Foldable } from './foldable.tsx'
import { ForkButton } from './fork-button.tsx'

type Message = Extract<TranscriptItem, { type: 'message' }>

/** Something a person said to the task, and what they can do with it while they look at it. */
export function PersonMessage({
  taskId,
  message,
  queued,
  aside,
}: {
  taskId: TaskId
  message: Message
  queued: boolean
  aside: boolean
}) {
  const [editing, setEditing] = useState(false)
  if (editing) return <Edit taskId={taskId} message={message} onEnd={() => setEditing(false)} />
  return (
    <article aria-label="Your message" className="group/message relative flex flex-col items-end gap-1">
      <div
        title={formatWhen(message.at, Date.now())}
        className="max-w-[88%] min-w-0 rounded-xl bg-selected px-3.5 py-2"
      >
        <Foldable text={message.text}>
          <Markdown text={message.text} breaks />
        </Foldable>
      </div>
      {queued ? (
        <p className="text-small text-ink-3">Queued: the model reads it after the step it is at</p>
      ) : null}
      <div
        data-no-find
        className="absolute right-0 -bottom-5 z-10 flex h-5 items-center bg-surface opacity-0 transition-opacity duration-100 group-focus-within/message:opacity-100 group-hover/message:opacity-100"
      >
        <CopyButton text={message.text} label="Copy message as Markdown" />
        {aside ? null : (
          <IconButton
            label="Edit and send again"
            size="small"
            icon={<Pencil className="size-3.5" />}
            onClick={() => setEditing(true)}
          />
        )}
        <ForkButton taskId={taskId} itemId={message.id} />
      </div>
    </article>
  )
}

function Edit({ taskId, message, onEnd }: { taskId: TaskId; message: Message; onEnd: () => void }) {
  const client = useClient()
  const toasts = useToasts()
  const online = useOnline()
  const [text, setText] = useState(message.text)
  const [busy, setBusy] = useState(false)
  const send = async () => {
    if (text.trim() === '' || busy || !online) return
    setBusy(true)
    try {
      await client.task.edit({ taskId, messageId: message.id, text: text.trim() })
      onEnd()
    } catch (error) {
      toasts.failed('The message was not edited', error)
      setBusy(false)
    }
  }
  return (
    <form
      aria-label="Edit your message"
      className="ml-auto flex w-full max-w-[88%] flex-col gap-2 rounded-xl border border-line-strong bg-raised p-2.5 focus-within:border-focus"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <textarea
        // biome-ignore lint/a11y/noAutofocus: whoever presses Edit wants to write
        autoFocus
        aria-label="Your message"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') {
            event.preventDefault()
            onEnd()
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault()
            void send()
          }
        }}
        className="max-h-[40vh] w-full resize-none bg-transparent px-1 leading-5 outline-none [field-sizing:content]"
      />
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 px-1 text-small text-ink-3">
          The task goes on from here. What came after is set aside, not lost; files stay as they are now.
        </p>
        <Button size="small" look="quiet" onClick={onEnd}>
          Cancel
        </Button>
        <Button
          size="small"
          look="primary"
          type="submit"
          busy={busy}
          disabled={text.trim() === '' || !online}
        >
          Send again
        </Button>
      </div>
    </form>
  )
}
