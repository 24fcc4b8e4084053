import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId } from '../../../contract/ids.ts'
import type { AppState } from '../../state/app-state.ts'

/** In which task's transcript something is looked for, and how often the field was asked for. */
type Finding = { taskId: TaskId | null; asked: number }

/** Looking for words in the transcript of one task at a time. */
export type Find = { store: StoreApi<Finding>; ask: (taskId: TaskId) => void; end: () => void }

const known = new WeakMap<AppState, Find>()

/** The find of a window. */
export function findIn(app: AppState): Find {
  const found = known.get(app)
  if (found !== undefined) return found
  const store = createStore<Finding>(() => ({ taskId: null, asked: 0 }))
  const find: Find = {
    store,
    ask: (taskId) => store.setState(({ asked }) => ({ taskId, asked: asked + 1 })),
    end: () => store.setState({ taskId: null }),
  }
  known.set(app, find)
  return find
}
