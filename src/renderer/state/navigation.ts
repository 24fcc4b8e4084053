import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'

/** What a tab of the centre shows. */
export type Pane =
  | { type: 'task'; taskId: TaskId }
  | { type: 'new-task'; workspaceId: WorkspaceId }
  | { type: 'modes' }
  | { type: 'settings' }

/** How a pane is opened: in place of nothing else (a tab), or beside the one in front. */
export type OpenHow = { beside?: boolean }

/** The centre's tabs, for whoever wants one opened. Set by the centre itself while it is on screen. */
export type PaneHost = { open: (pane: Pane, how: OpenHow) => void }

/** Where one is: the workspace, the pane in front, and the way to others. */
export type Navigation = {
  store: StoreApi<{ workspaceId: WorkspaceId | null; front: Pane | null }>
  openTask: (taskId: TaskId, how?: OpenHow) => void
  openPane: (pane: Pane, how?: OpenHow) => void
  setWorkspace: (workspaceId: WorkspaceId | null) => void
  setFront: (pane: Pane | null) => void
  /** For the centre: takes what was asked for before it was there. Returns what detaches it. */
  attach: (host: PaneHost) => () => void
}

/** Begins nowhere. */
export function createNavigation(): Navigation {
  const store = createStore<{ workspaceId: WorkspaceId | null; front: Pane | null }>(() => ({
    workspaceId: null,
    front: null,
  }))
  let host: PaneHost | null = null
  let waiting: [Pane, OpenHow][] = []

  const openPane: Navigation['openPane'] = (pane, how = {}) => {
    if (host === null) waiting.push([pane, how])
    else host.open(pane, how)
  }
  return {
    store,
    openPane,
    openTask: (taskId, how) => openPane({ type: 'task', taskId }, how),
    setWorkspace: (workspaceId) => store.setState({ workspaceId }),
    setFront: (front) => store.setState({ front }),
    attach: (attached) => {
      host = attached
      const asked = waiting
      waiting = []
      for (const [pane, how] of asked) attached.open(pane, how)
      return () => {
        if (host === attached) host = null
      }
    },
  }
}
