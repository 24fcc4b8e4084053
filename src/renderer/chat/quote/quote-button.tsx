import { Quote } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { Button } from '../../ui/button.tsx'
import type { TranscriptHandle } from '../transcript/show-call.ts'
import { quoteIn } from './quotes.ts'

/** Offers to quote what is selected in the transcript, as long as something is. */
export function QuoteButton({
  taskId,
  transcript,
}: {
  taskId: TaskId
  transcript: RefObject<TranscriptHandle | null>
}) {
  const app = useAppState()
  const [text, setText] = useState('')
  useEffect(() => {
    const look = () => {
      const selection = document.getSelection()
      const scroller = transcript.current?.scroller()
      const within = scroller?.contains(selection?.anchorNode ?? null) === true
      const field = document.activeElement?.matches('input, textarea') === true
      setText(within && !field ? (selection?.toString().trim() ?? '') : '')
    }
    document.addEventListener('selectionchange', look)
    return () => document.removeEventListener('selectionchange', look)
  }, [transcript])
  if (text === '') return null
  return (
    <Button
      size="small"
      className="absolute bottom-3 left-1/2 z-20 -translate-x-1/2 rounded-full shadow-low"
      icon={<Quote aria-hidden className="size-3.5" />}
      // The selection must outlive the press.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => {
        quoteIn(app).setState({ taskId, text }, true)
        document.getSelection()?.removeAllRanges()
      }}
    >
      Quote the selection
    </Button>
  )
}
