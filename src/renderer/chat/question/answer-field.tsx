import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { isSendKey } from '../composer/send-key.ts'

/** A free answer. Enter sends it. */
export function AnswerField({ disabled, onAnswer }: { disabled: boolean; onAnswer: (text: string) => void }) {
  const [text, setText] = useState('')
  const answer = text.trim()
  const send = () => {
    if (answer !== '' && !disabled) onAnswer(answer)
  }
  return (
    <div className="flex items-end gap-2">
      <TextArea
        aria-label="Your own answer"
        placeholder="Or answer in your own words"
        rows={1}
        className="max-h-40 resize-none [field-sizing:content]"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (!isSendKey(event.nativeEvent)) return
          event.preventDefault()
          send()
        }}
      />
      <Button className="h-8" disabled={disabled || answer === ''} onClick={send}>
        Answer
      </Button>
    </div>
  )
}
