import { type RefObject, useEffect } from 'react'
import { useStore } from 'zustand'
import type { CallId, TaskId } from '../../../contract/ids.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { wantedIn } from '../../state/ask-to-show.ts'
import { useLatest, useTaskView } from '../../state/hooks.ts'
import { firstWaiting } from './read-state.ts'

/** What the pane around the transcript can ask of it. */
export type TranscriptHandle = {
  /** Brings a call into view and gives its card the focus. */
  showCall: (callId: CallId) => void
  /** Brings an entry, or the call of that id, into view and marks it for a moment. */
  showItem: (id: string) => void
  toEnd: () => void
  /** Brings the entry at a place into view. */
  toIndex: (index: number) => void
  /** What scrolls, or null while it is not there. */
  scroller: () => HTMLElement | null
}

/** Brings what was asked for into view, once the transcript is there. Null while it is not. */
export function useShownCall(taskId: TaskId, transcript: RefObject<TranscriptHandle | null> | null): void {
  const store = wantedIn(useAppState())
  const wanted = useStore(store)
  const waiting = useTaskView(taskId, (view) => firstWaiting(view)?.callId)
  const latestWaiting = useLatest(waiting)
  useEffect(() => {
    if (wanted?.taskId !== taskId || transcript?.current == null) return
    store.setState(null, true)
    if ('item' in wanted) {
      transcript.current.showItem(wanted.item)
      return
    }
    const callId = wanted.call === 'waiting' ? latestWaiting.current : wanted.call
    if (callId !== undefined) transcript.current.showCall(callId)
  }, [wanted, taskId, transcript, store, latestWaiting])
}
