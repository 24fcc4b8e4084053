import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { isSendKey } from '../composer/send-key.ts'

/** A field for what should be different. Enter sends it, an empty one sends nothing but the no, Esc goes back. */
export function FeedbackField({
  placeholder,
  action,
  text,
  busy,
  onText,
  onSend,
  onBack,
  children,
}: {
  placeholder: string
  /** What sending does, for the button. */
  action: string
  text: string
  busy: boolean
  onText: (text: string) => void
  onSend: () => void
  onBack: () => void
  /** What is sent besides. */
  children?: ReactNode
}) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        ref={field}
        rows={2}
        aria-label="What should be different?"
        placeholder={placeholder}
        value={text}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            onBack()
          } else if (isSendKey(event.nativeEvent)) {
            event.preventDefault()
            onSend()
          }
        }}
      />
      {children}
      <div className="flex gap-2">
        <Button look="danger" busy={busy} onClick={onSend}>
          {action}
        </Button>
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  )
}
