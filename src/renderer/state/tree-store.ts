import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TreeFrame } from '../../contract/task-api.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { Connection } from '../connection/connection.ts'
import { follow } from '../connection/follow.ts'
import { createFrameQueue, type Schedule } from './frame-queue.ts'
import { applyTreeFrame, emptyTree, type TreeIndex } from './tree-index.ts'

/** The forest, and whether it was heard of at all yet. */
export type TreeState = TreeIndex & { ready: boolean }

/** All tasks, fed by `tasks.watch`, at most one change per frame of the screen. */
export type TreeStore = {
  store: StoreApi<TreeState>
  /** Tells of every frame as it comes, and at first of all that came before as one. Returns what ends it. */
  listen: (onFrame: (frame: TreeFrame) => void) => () => void
  dispose: () => void
}

/** Starts following at once; a new line begins with a snapshot again. */
export function createTreeStore(connection: Connection, schedule: Schedule): TreeStore {
  const store = createStore<TreeState>(() => ({ ...emptyTree, ready: false }))
  const listeners = new Set<(frame: TreeFrame) => void>()
  /** What has come and waits for the next frame of the screen. */
  let waiting: TreeFrame[] = []
  const push = createFrameQueue<TreeFrame>(schedule, (frames) => {
    waiting = []
    const index = frames.reduce<TreeIndex>(applyTreeFrame, store.getState())
    store.setState({ ...index, ready: true }, true)
  })
  /** Pieces of a snapshot of which more is to come. */
  let pieces: TaskSummary[][] = []
  const stop = follow<TreeFrame>(
    connection,
    (signal) => connection.client.tasks.watch(undefined, { signal }),
    {
      onOpen: () => {
        pieces = []
      },
      onFrame: (come) => {
        if (come.type === 'snapshot') pieces.push(come.tasks)
        if (come.type === 'snapshot' && come.more) return
        const frame: TreeFrame = come.type === 'snapshot' ? { type: 'snapshot', tasks: pieces.flat() } : come
        pieces = []
        waiting.push(frame)
        push(frame)
        for (const tell of listeners) tell(frame)
      },
    },
  )
  return {
    store,
    listen(onFrame) {
      const { ready, tasks } = store.getState()
      if (ready) onFrame({ type: 'snapshot', tasks: [...tasks.values()] })
      for (const frame of waiting) onFrame(frame)
      listeners.add(onFrame)
      return () => listeners.delete(onFrame)
    },
    dispose: stop,
  }
}
