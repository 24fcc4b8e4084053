import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { isSendKey } from './composer/send-key.ts'

/** A field for a person's words that go with their answer. Enter sends it, also empty; Esc goes back. */
export function WordsField({
  label,
  placeholder,
  action,
  look = 'danger',
  text,
  busy,
  disabled = false,
  onText,
  onSend,
  onBack,
  children,
}: {
  /** What is asked. */
  label: string
  placeholder: string
  /** What sending does, for the button. */
  action: string
  look?: 'danger' | 'primary'
  text: string
  busy: boolean
  disabled?: boolean
  onText: (text: string) => void
  onSend: () => void
  onBack: () => void
  /** What is sent besides. */
  children?: ReactNode
}) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const send = () => {
    if (!disabled && !busy) onSend()
  }
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        ref={field}
        rows={2}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            onBack()
          } else if (isSendKey(event.nativeEvent)) {
            event.preventDefault()
            send()
          }
        }}
      />
      {children}
      <div className="flex gap-2">
        <Button look={look} busy={busy} disabled={disabled} onClick={send}>
          {action}
        </Button>
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  )
}
