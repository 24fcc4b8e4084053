import { useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { isSendKey } from '../composer/send-key.ts'

/** Asks what should be different. Enter rejects with it, an empty field rejects without words, Esc goes back. */
export function RejectField({
  busy,
  onReject,
  onBack,
}: {
  busy: boolean
  onReject: (feedback: string) => void
  onBack: () => void
}) {
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        ref={field}
        rows={2}
        aria-label="What should be different?"
        placeholder="What should it do instead? (Enter rejects, Esc goes back)"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            onBack()
          } else if (isSendKey(event.nativeEvent)) {
            event.preventDefault()
            onReject(text.trim())
          }
        }}
      />
      <div className="flex gap-2">
        <Button look="danger" busy={busy} onClick={() => onReject(text.trim())}>
          Reject
        </Button>
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  )
}
