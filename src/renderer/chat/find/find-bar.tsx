import { ChevronDown, ChevronUp, TriangleAlert, X } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../../contract/ids.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { TranscriptHandle } from '../transcript/show-call.ts'
import { findIn } from './find-source.ts'
import { markMatches } from './mark-matches.ts'
import { revealMatch } from './reveal-match.ts'
import { useMatches } from './use-matches.ts'

/** The field that looks for words in a transcript, while it is wanted. */
export function FindBar({
  taskId,
  transcript,
}: {
  taskId: TaskId
  transcript: RefObject<TranscriptHandle | null>
}) {
  const find = findIn(useAppState())
  const open = useStore(find.store, (state) => state.taskId === taskId)
  return open ? <Bar taskId={taskId} transcript={transcript} onClose={find.end} /> : null
}

function Bar({
  taskId,
  transcript,
  onClose,
}: {
  taskId: TaskId
  transcript: RefObject<TranscriptHandle | null>
  onClose: () => void
}) {
  const asked = useStore(findIn(useAppState()).store, (state) => state.asked)
  const field = useRef<HTMLInputElement>(null)
  const before = useRef<Element | null>(null)
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const [current, setCurrent] = useState<Range | null>(null)
  const { matches, reading, problem } = useMatches(taskId, words)
  const place = Math.min(at, Math.max(0, matches.length - 1))
  const match = matches[place]

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, it takes the focus again
  useEffect(() => {
    if (document.activeElement !== field.current) before.current = document.activeElement
    field.current?.focus()
    field.current?.select()
  }, [asked])

  const { index, nth } = match ?? { index: -1, nth: -1 }
  useEffect(() => {
    setCurrent(null)
    const handle = transcript.current
    const scroller = handle?.scroller() ?? null
    if (index === -1 || handle === null || scroller === null) return
    let over = false
    handle.toIndex(index)
    void revealMatch(scroller, { index, nth, words }, () => over).then((range) => {
      if (!over) setCurrent(range)
    })
    return () => {
      over = true
    }
  }, [index, nth, words, transcript])

  useEffect(() => {
    const scroller = transcript.current?.scroller() ?? null
    return scroller === null ? undefined : markMatches(scroller, words, current)
  }, [transcript, words, current])

  const step = (by: 1 | -1) => {
    if (matches.length > 0) setAt((place + by + matches.length) % matches.length)
  }
  const close = () => {
    onClose()
    const back = before.current
    const scroller = transcript.current?.scroller()
    if (back instanceof HTMLElement && back.isConnected && back !== document.body) back.focus()
    else scroller?.focus()
  }
  // F3 goes on from wherever the focus is in this pane.
  useEffect(() => {
    const pane = field.current?.closest('[data-chat-pane]')
    const onKeyDown = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'F3') return
      event.preventDefault()
      step(event.shiftKey ? -1 : 1)
    }
    pane?.addEventListener('keydown', onKeyDown)
    return () => pane?.removeEventListener('keydown', onKeyDown)
  })
  return (
    <search
      aria-label="Find in transcript"
      className="mx-5 my-2 flex max-w-[calc(100%-40px)] shrink-0 items-center gap-0.5 self-end rounded-lg border border-line-strong bg-raised p-1 pl-2 shadow-low focus-within:border-focus"
    >
      <input
        ref={field}
        type="text"
        aria-label="Words to find"
        placeholder="Find in transcript"
        value={words}
        onChange={({ target }) => {
          setWords(target.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') {
            event.preventDefault()
            step(event.shiftKey ? -1 : 1)
          } else if (event.key === 'Escape') {
            event.preventDefault()
            event.stopPropagation()
            close()
          }
        }}
        className="w-44 min-w-0 bg-transparent outline-none"
      />
      <span role="status" className="tabular flex min-w-16 justify-end px-1 text-small text-ink-3">
        {words.trim() === '' ? (
          ''
        ) : reading ? (
          <>
            <Spinner label="" />
            <span className="sr-only">Reading the results</span>
          </>
        ) : matches.length === 0 ? (
          'No match'
        ) : (
          `${place + 1} of ${matches.length}`
        )}
      </span>
      {problem === null ? null : (
        <span
          role="alert"
          title={`Long results could not be looked through: ${problem}`}
          className="text-failed-ink"
        >
          <TriangleAlert aria-hidden className="size-4" />
          <span className="sr-only">Long results could not be looked through: {problem}</span>
        </span>
      )}
      <IconButton
        label="Previous match"
        size="small"
        disabled={matches.length === 0}
        icon={<ChevronUp className="size-4" />}
        onClick={() => step(-1)}
      />
      <IconButton
        label="Next match"
        size="small"
        disabled={matches.length === 0}
        icon={<ChevronDown className="size-4" />}
        onClick={() => step(1)}
      />
      <IconButton label="Close find" size="small" icon={<X className="size-4" />} onClick={close} />
    </search>
  )
}
