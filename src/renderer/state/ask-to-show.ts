import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallId, TaskId } from '../../contract/ids.ts'
import type { AppState } from './app-state.ts'

/**
 * What somebody wants to see: a certain call or the first that waits for a person, which gets the focus, or an entry
 * of the transcript (or a call) by its id, which is marked for a moment.
 */
export type Wanted = { taskId: TaskId } & ({ call: CallId | 'waiting' } | { item: string })

const wanted = new WeakMap<AppState, StoreApi<Wanted | null>>()

/** What is wanted now, or null. Whoever shows it clears it. */
export function wantedIn(app: AppState): StoreApi<Wanted | null> {
  const known = wanted.get(app)
  if (known !== undefined) return known
  const store = createStore<Wanted | null>(() => null)
  wanted.set(app, store)
  return store
}

/** Has the next pane that shows the task bring a place of it into view. */
export function askToShow(app: AppState, place: Wanted): void {
  wantedIn(app).setState(place, true)
}
