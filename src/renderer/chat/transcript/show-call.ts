import { type RefObject, useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallId, TaskId } from '../../../contract/ids.ts'
import type { AppState } from '../../state/app-state.ts'
import { useAppState } from '../../state/app-state-context.tsx'

/** What the pane around the transcript can ask of it. */
export type TranscriptHandle = {
  /** Brings a call into view and gives its card the focus. */
  showCall: (callId: CallId) => void
  toEnd: () => void
}

/** A call somebody wants to see. */
type Wanted = { taskId: TaskId; callId: CallId }

const wanted = new WeakMap<AppState, StoreApi<Wanted | null>>()

function wantedIn(app: AppState): StoreApi<Wanted | null> {
  const known = wanted.get(app)
  if (known !== undefined) return known
  const store = createStore<Wanted | null>(() => null)
  wanted.set(app, store)
  return store
}

/** Has the next pane that shows the task bring a call of it into view. */
export function askToShow(app: AppState, call: Wanted): void {
  wantedIn(app).setState(call, true)
}

/** Brings what was asked for into view, once the transcript is there. Null while it is not. */
export function useShownCall(taskId: TaskId, transcript: RefObject<TranscriptHandle | null> | null): void {
  const store = wantedIn(useAppState())
  const call = useStore(store)
  useEffect(() => {
    if (call?.taskId !== taskId || transcript?.current == null) return
    store.setState(null, true)
    transcript.current.showCall(call.callId)
  }, [call, taskId, transcript, store])
}
