import { useState } from 'react'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { useOnline, useToasts } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { isSendKey } from '../composer/send-key.ts'
import { ImageStrip } from '../images/image-strip.tsx'

type Message = Extract<TranscriptItem, { type: 'message' }>

/** A message that is being changed, in its own place. Esc leaves it as it was. */
export function EditMessage({
  message,
  label,
  note,
  action,
  onSave,
  onEnd,
}: {
  message: Message
  label: string
  /** What becomes of it, in words. */
  note?: string
  /** What the button that keeps it says. */
  action: string
  /** Rejects with an error for people. */
  onSave: (text: string) => Promise<unknown>
  onEnd: () => void
}) {
  const toasts = useToasts()
  const online = useOnline()
  const [text, setText] = useState(message.text)
  const [busy, setBusy] = useState(false)
  const { images = [] } = message
  const idle = (text.trim() === '' && images.length === 0) || !online
  const save = async () => {
    if (busy || idle) return
    setBusy(true)
    try {
      await onSave(text.trim())
      onEnd()
    } catch (error) {
      toasts.failed('The message was not changed', error)
      setBusy(false)
    }
  }
  return (
    <form
      aria-label={label}
      className="ml-auto flex w-full max-w-[88%] flex-col gap-2 rounded-xl border border-line-strong bg-raised p-2.5 focus-within:border-focus"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <ImageStrip images={images} />
      <textarea
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
        autoFocus
        aria-label="Your message"
        value={text}
        rows={1}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') {
            event.preventDefault()
            onEnd()
          } else if (isSendKey(event.nativeEvent)) {
            event.preventDefault()
            void save()
          }
        }}
        className="max-h-[40vh] w-full resize-none bg-transparent px-1 leading-5 outline-none [field-sizing:content]"
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {note === undefined ? null : (
          <p className="min-w-0 flex-1 basis-40 px-1 text-small text-ink-3">{note}</p>
        )}
        <Button size="small" look="quiet" onClick={onEnd}>
          Cancel
        </Button>
        <Button size="small" look="primary" type="submit" busy={busy} disabled={idle}>
          {action}
        </Button>
      </div>
    </form>
  )
}
