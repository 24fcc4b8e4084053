import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ProviderId, WorkspaceId } from '../../contract/ids.ts'

/** What a new task's composer begins with: a text and, unless it is null, what was chosen beside it. */
export type TaskSeed = {
  text: string
  start: { mode: string; delegation: boolean; model: { providerId: ProviderId; model: string } | null } | null
}

/** Seeds that wait for the composer of their workspace. */
export type TaskSeeds = {
  store: StoreApi<ReadonlyMap<WorkspaceId, TaskSeed>>
  sow: (workspaceId: WorkspaceId, seed: TaskSeed) => void
  /** The seed is used up. */
  take: (workspaceId: WorkspaceId) => void
}

/** Begins without one. */
export function createTaskSeeds(): TaskSeeds {
  const store = createStore<ReadonlyMap<WorkspaceId, TaskSeed>>(() => new Map())
  return {
    store,
    sow: (workspaceId, seed) => store.setState(new Map(store.getState()).set(workspaceId, seed), true),
    take: (workspaceId) => {
      const rest = new Map(store.getState())
      if (rest.delete(workspaceId)) store.setState(rest, true)
    },
  }
}
