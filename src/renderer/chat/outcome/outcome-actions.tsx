import { useEffect, useRef, useState } from 'react'
import type { OutcomeDecision } from '../../../contract/tool-call.ts'
import { Button } from '../../ui/button.tsx'
import { WordsField } from '../words-field.tsx'

/** What one can say of a call whose outcome is unknown. Nothing is the default: each may be the wrong one. */
export function OutcomeActions({
  disabled,
  busy,
  onSettle,
}: {
  disabled: boolean
  /** What is being sent. */
  busy: OutcomeDecision | null
  onSettle: (decision: OutcomeDecision, note?: string) => void
}) {
  const [noting, setNoting] = useState(false)
  const done = useRef<HTMLButtonElement>(null)
  const back = useRef(false)
  useEffect(() => {
    if (!noting && back.current) done.current?.focus()
    back.current = noting
  }, [noting])
  if (noting) {
    return (
      <NoteField
        disabled={disabled}
        busy={busy === 'done'}
        onDone={(note) => onSettle('done', note)}
        onBack={() => setNoting(false)}
      />
    )
  }
  const off = disabled || busy !== null
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button ref={done} disabled={off} onClick={() => setNoting(true)}>
        Mark as done…
      </Button>
      <Button busy={busy === 'skip'} disabled={off} onClick={() => onSettle('skip')}>
        Skip
      </Button>
      <Button busy={busy === 'rerun'} disabled={off} onClick={() => onSettle('rerun')}>
        Run again
      </Button>
    </div>
  )
}

/** What the person found. Enter marks as done with it, an empty field without words, Esc goes back. */
function NoteField({
  disabled,
  busy,
  onDone,
  onBack,
}: {
  disabled: boolean
  busy: boolean
  onDone: (note: string) => void
  onBack: () => void
}) {
  const [text, setText] = useState('')
  return (
    <WordsField
      label="What did you find?"
      placeholder="What did you find? The model is told. (Enter marks as done, Esc goes back)"
      action="Mark as done"
      look="primary"
      text={text}
      busy={busy}
      disabled={disabled}
      onText={setText}
      onSend={() => onDone(text.trim())}
      onBack={onBack}
    />
  )
}
