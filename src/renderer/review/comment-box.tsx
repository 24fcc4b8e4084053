import { useEffect, useRef } from 'react'
import { isSendKey } from '../chat/composer/send-key.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'

/**
 * What a person says of a piece of work: a field while they write, else their words. Every key is kept at once, so
 * that nothing is lost when the card scrolls away; Esc puts back what stood there.
 */
export function CommentBox({
  label,
  text,
  writing,
  onText,
  onWriting,
}: {
  label: string
  text: string
  writing: boolean
  onText: (text: string) => void
  onWriting: (writing: boolean) => void
}) {
  if (writing)
    return <CommentField label={label} text={text} onText={onText} onDone={() => onWriting(false)} />
  if (text.trim() === '') return null
  return (
    <div className="flex items-start gap-2 border-t border-line bg-accent-soft px-3 py-1.5 text-small">
      <p className="min-w-0 flex-1 break-words whitespace-pre-wrap select-text">
        <span className="sr-only">{label}: </span>
        {text.trim()}
      </p>
      <Button size="small" look="quiet" className="-my-0.5" onClick={() => onWriting(true)}>
        Edit<span className="sr-only"> the comment</span>
      </Button>
      <Button size="small" look="quiet" className="-my-0.5" onClick={() => onText('')}>
        Remove<span className="sr-only"> the comment</span>
      </Button>
    </div>
  )
}

function CommentField({
  label,
  text,
  onText,
  onDone,
}: {
  label: string
  text: string
  onText: (text: string) => void
  onDone: () => void
}) {
  const field = useRef<HTMLTextAreaElement>(null)
  const before = useRef(text)
  useEffect(() => field.current?.focus(), [])
  return (
    <div className="flex flex-col gap-1.5 border-t border-line px-3 py-2">
      <TextArea
        ref={field}
        rows={2}
        aria-label={label}
        placeholder="What should be different here? (Enter keeps it, Esc forgets it)"
        value={text}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            event.stopPropagation()
            onText(before.current)
            onDone()
          } else if (isSendKey(event.nativeEvent)) {
            event.preventDefault()
            onDone()
          }
        }}
      />
      <div className="flex items-center gap-2">
        <Button size="small" onClick={onDone}>
          Keep comment
        </Button>
        <span className="text-small text-ink-3">It goes to the task when you send the work back.</span>
      </div>
    </div>
  )
}
