import { useState } from 'react'
import { WordsField } from '../words-field.tsx'

/** Asks what should be different, and rejects with it. */
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
  return (
    <WordsField
      label="What should be different?"
      placeholder="What should it do instead? (Enter rejects, Esc goes back)"
      action="Reject"
      text={text}
      busy={busy}
      onText={setText}
      onSend={() => onReject(text.trim())}
      onBack={onBack}
    />
  )
}
