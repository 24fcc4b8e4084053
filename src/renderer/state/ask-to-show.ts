import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallId, TaskId } from '../../contract/ids.ts'
import type { AppState } from './app-state.ts'

/** A call that somebody wants to see: a certain one, or the first that waits for a person. */
export type Wanted = { taskId: TaskId; call: CallId | 'waiting' }

const wanted = new WeakMap<AppState, StoreApi<Wanted | null>>()

/** What is wanted now, or null. Whoever shows it clears it. */
export function wantedIn(app: AppState): StoreApi<Wanted | null> {
  const known = wanted.get(app)
  if (known !== undefined) return known
  const store = createStore<Wanted | null>(() => null)
  wanted.set(app, store)
  return store
}

/** Has the next pane that shows the task bring a call of it into view and give it the focus. */
export function askToShow(app: AppState, call: Wanted): void {
  wantedIn(app).setState(call, true)
}
