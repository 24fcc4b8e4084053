import { useVirtualizer } from '@tanstack/react-virtual'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { CallId, TaskId } from '../../../contract/ids.ts'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { useLatest, useTaskView } from '../../state/hooks.ts'
import { JumpToLatest } from './jump-to-latest.tsx'
import { markFound } from './mark-found.ts'
import { firstUnread } from './read-state.ts'
import { settleAtEnd } from './settle-at-end.ts'
import type { TranscriptHandle } from './show-call.ts'
import { TranscriptEntry } from './transcript-entry.tsx'

/** A line of text, near enough: what an entry counts for before it was measured. */
const estimatedHeight = 96
const gap = 20
/** Whoever is this near the end, in pixels, stays there when more comes. */
const nearEnd = 48

/** A task's entries, of which only those near the view exist. The reader's place is kept when things grow. */
export function Transcript({
  taskId,
  handle,
  onAtEnd,
}: {
  taskId: TaskId
  handle: Ref<TranscriptHandle>
  onAtEnd: (atEnd: boolean) => void
}) {
  const items = useTaskView(taskId, (view) => view.items) ?? []
  const unread = useTaskView(taskId, firstUnread) ?? items.length
  const lastTurn = items.findLastIndex((item) => item.type === 'turn')
  // A word of the app to the model that came later does not take the receipt off the end.
  const lastSaid = items.findLastIndex((item) => item.type !== 'message' || item.from !== 'engine')
  const scroller = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const overscan = useOverscan()
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedHeight,
    // So that what is drawn first is the end, where a task is opened.
    initialOffset: () => items.length * (estimatedHeight + gap),
    getItemKey: (at) => items[at]?.id ?? at,
    overscan,
    gap,
    paddingStart: 20,
    paddingEnd: 28,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: nearEnd,
    useAnimationFrameWithResizeObserver: false,
  })

  // A task is opened at its end, where something happens.
  const opened = useRef(false)
  useEffect(() => {
    if (opened.current || items.length === 0) return
    opened.current = true
    virtualizer.scrollToEnd()
  }, [items.length, virtualizer])

  // What stands around the transcript may grow: whoever was at the end stays there.
  const wasAtEnd = useLatest(atEnd)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    let stopSettling = () => {}
    const observer = new ResizeObserver(() => {
      if (!wasAtEnd.current) return
      stopSettling()
      stopSettling = settleAtEnd(element)
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      stopSettling()
    }
  }, [wasAtEnd])

  useEffect(() => onAtEnd(atEnd), [atEnd, onAtEnd])
  useImperativeHandle(handle, () => ({
    toEnd: () => virtualizer.scrollToEnd(),
    toIndex: (index) => {
      opened.current = true
      virtualizer.scrollToIndex(index, { align: 'center' })
    },
    scroller: () => scroller.current,
    showItem: (id) => {
      const at = items.findLastIndex((item) => holds(item, id))
      if (at === -1) return
      opened.current = true
      virtualizer.scrollToIndex(at, { align: 'center' })
      if (scroller.current !== null) markFound(scroller.current, at, id)
    },
    showCall: (callId) => {
      const at = items.findLastIndex((item) => item.type === 'turn' && item.callIds.includes(callId))
      if (at === -1) return
      opened.current = true
      virtualizer.scrollToIndex(at, { align: 'center' })
      // Its entry is there with the next frame, and measured with the one after.
      requestAnimationFrame(() => requestAnimationFrame(() => focusCall(scroller.current, callId)))
    },
  }))

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label="Transcript"
        tabIndex={-1}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setAtEnd(scrollHeight - scrollTop - clientHeight <= nearEnd)
        }
        className="h-full overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none] [scrollbar-gutter:stable_both-edges]"
      >
        <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const item = items[index]
            return item === undefined ? null : (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className="absolute top-0 left-0 w-full px-1.5 @md/chat:px-5"
                style={{ transform: `translateY(${start}px)` }}
              >
                <div className="mx-auto max-w-[760px]">
                  <TranscriptEntry
                    taskId={taskId}
                    item={item}
                    last={item.type === 'turn' ? index === lastTurn : index === lastSaid}
                    queued={index >= unread}
                    told={tells(items[index + 1], item)}
                  />
                </div>
              </div>
            )
          })}
        </div>
      </div>
      {atEnd ? null : <JumpToLatest onJump={() => virtualizer.scrollToEnd()} />}
    </div>
  )
}

/** How many entries beside those in sight exist: at first hardly any, so that what is in sight is there sooner. */
function useOverscan(): number {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setShown(true))
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  return shown ? 6 : 1
}

/** Whether an entry is the one with that id, has a call with it, or has set such a one aside. */
function holds(item: TranscriptItem, id: string): boolean {
  if (item.id === id) return true
  if (item.type === 'turn') return item.callIds.some((callId) => callId === id)
  return (
    item.type === 'notice' &&
    item.notice.type === 'rewound' &&
    item.notice.aside.some((one) => holds(one, id))
  )
}

/** Whether an entry says why the one before it came to nothing. */
function tells(entry: TranscriptItem | undefined, before: TranscriptItem): boolean {
  if (entry?.type !== 'notice') return false
  if (entry.notice.type === 'failed') return true
  if (entry.notice.type !== 'status' || before.type !== 'turn' || before.failure === null) return false
  return entry.notice.reason.includes(before.failure.message)
}

function focusCall(scroller: HTMLElement | null, callId: CallId): void {
  const card = scroller?.querySelector<HTMLElement>(`[data-call="${callId}"], [data-subtask="${callId}"]`)
  card?.scrollIntoView({ block: 'nearest' })
  card?.focus({ preventScroll: true })
}
