import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'

/** What is selected in the tree for commands to act on. Empty while nobody selected anything. */
export type Selected = {
  ids: ReadonlySet<TaskId>
  /** Where a range begins. */
  anchor: TaskId | null
}

/** The tree's selection and the ways to change it. `lines` are the ids that the tree shows, from top to bottom. */
export type TreeSelection = {
  store: StoreApi<Selected>
  clear: () => void
  /** Adds a task or takes it out; the next range begins there. */
  toggle: (id: TaskId) => void
  /** Selects the lines from the anchor (or `from`, where there is none) to `to`, and nothing else. */
  extend: (lines: readonly TaskId[], from: TaskId | null, to: TaskId) => void
  all: (lines: readonly TaskId[]) => void
}

const nothing: Selected = { ids: new Set(), anchor: null }

/** Begins with nothing selected. */
export function createTreeSelection(): TreeSelection {
  const store = createStore<Selected>(() => nothing)
  return {
    store,
    clear: () => {
      if (store.getState() !== nothing) store.setState(nothing, true)
    },
    toggle: (id) => {
      const ids = new Set(store.getState().ids)
      if (!ids.delete(id)) ids.add(id)
      store.setState(ids.size === 0 ? nothing : { ids, anchor: id }, true)
    },
    extend: (lines, from, to) => {
      const { anchor } = store.getState()
      const start = [anchor, from, to].find((id) => id !== null && lines.includes(id)) ?? to
      const [first = 0, last = 0] = [lines.indexOf(start), lines.indexOf(to)].sort((a, b) => a - b)
      store.setState({ ids: new Set(lines.slice(first, last + 1)), anchor: start }, true)
    },
    all: (lines) => {
      if (lines.length > 0) store.setState({ ids: new Set(lines), anchor: lines[0] ?? null }, true)
    },
  }
}

/** The same of tasks that are known as rows. */
export function topmostOf<T extends Pick<TaskSummary, 'id' | 'parentId'>>(
  chosen: readonly T[],
  tasks: ReadonlyMap<TaskId, Pick<TaskSummary, 'parentId'>>,
): T[] {
  const kept = new Set(topmost(new Set(chosen.map(({ id }) => id)), tasks))
  return chosen.filter(({ id }) => kept.has(id))
}

/** Those of the tasks above which none of them stands: what is done to a task is done to all below it. */
export function topmost(
  ids: ReadonlySet<TaskId>,
  tasks: ReadonlyMap<TaskId, Pick<TaskSummary, 'parentId'>>,
): TaskId[] {
  return [...ids].filter((id) => {
    let above = tasks.get(id)?.parentId ?? null
    while (above !== null) {
      if (ids.has(above)) return false
      above = tasks.get(above)?.parentId ?? null
    }
    return tasks.has(id)
  })
}
