import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId, TurnId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'

/** The request that each task's X-ray shows, by its turn; the latest where none is named. */
type Wanted = Readonly<Record<TaskId, TurnId | null>>

const stores = new WeakMap<AppState, StoreApi<Wanted>>()

/** Which requests are looked at in a window. */
export function wantedRequests(app: AppState): StoreApi<Wanted> {
  const known = stores.get(app)
  if (known !== undefined) return known
  const store = createStore<Wanted>(() => ({}))
  stores.set(app, store)
  return store
}

/** Opens a task's X-ray at the request that became a turn, or at the latest. */
export function openXray(app: AppState, taskId: TaskId, turnId: TurnId | null): void {
  wantedRequests(app).setState({ [taskId]: turnId })
  app.navigation.openPane({ type: 'xray', taskId })
}
