import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'

/** What a tab of the centre shows. */
export type Pane =
  | { type: 'task'; taskId: TaskId }
  | { type: 'plan'; taskId: TaskId }
  | { type: 'xray'; taskId: TaskId }
  | { type: 'new-task'; workspaceId: WorkspaceId }
  | { type: 'inbox' }
  | { type: 'search' }
  | { type: 'modes' }
  | { type: 'settings' }
  | { type: 'settings-file' }

/** How a pane is opened: as a tab, or in a split beside the one in front. */
export type OpenHow = { beside?: boolean }

/** The centre's tabs and splits. Set by the centre itself while it is on screen. */
export type PaneHost = {
  /** Shows the pane: the tab that has it already, or a new one. */
  open: (pane: Pane, how: OpenHow) => void
  /** Shows what is in front a second time, beside itself. */
  split: () => void
  closeFront: () => void
  reopen: () => void
  /** Brings the nth tab of the front group forward, from 1; 9 is the last. */
  goTo: (place: number) => void
  /** Gives the split in front all the room, or takes it back. */
  zoom: () => void
  /** Brings the next split to the front, after the last the first. */
  nextSplit: () => void
}

/** Where one is. */
export type Place = {
  workspaceId: WorkspaceId | null
  /** The pane in front, or null when there is none. */
  front: Pane | null
  /** The task of the pane in front, or of the plan or X-ray in front, or the one that was in front last: what the inspector shows. */
  taskId: TaskId | null
}

/** Where one is: the workspace, the pane in front, and the way to others. */
export type Navigation = {
  store: StoreApi<Place>
  openTask: (taskId: TaskId, how?: OpenHow) => void
  openPane: (pane: Pane, how?: OpenHow) => void
  setWorkspace: (workspaceId: WorkspaceId | null) => void
  setFront: (front: Pane | null) => void
  /** The centre, or null while there is none. */
  host: () => PaneHost | null
  /** For the centre: takes what was asked for before it was there. Returns what detaches it. */
  attach: (host: PaneHost) => () => void
}

/** Begins nowhere. */
export function createNavigation(): Navigation {
  const store = createStore<Place>(() => ({ workspaceId: null, front: null, taskId: null }))
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
    setWorkspace: (workspaceId) => {
      const before = store.getState().workspaceId
      if (before === workspaceId) return
      // What is asked for from now on is for the centre of the new workspace, which is yet to come.
      if (before !== null) host = null
      store.setState({ workspaceId, front: null, taskId: null })
    },
    setFront: (front) =>
      store.setState(front !== null && 'taskId' in front ? { front, taskId: front.taskId } : { front }),
    host: () => host,
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
