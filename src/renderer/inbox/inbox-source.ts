import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { waitsForPerson } from '../../contract/waits-for-person.ts'
import type { AppState } from '../state/app-state.ts'
import type { TaskState } from '../state/task-stores.ts'
import { groupWaiting, type InboxTree } from './group-waiting.ts'
import { type Waiting, waitingOf } from './waiting.ts'

/** The inbox as it is shown. */
export type InboxState = {
  /** Whether it is known what waits. */
  ready: boolean
  trees: readonly InboxTree[]
  /** Why an answer to a thing was not taken, by the thing's key. */
  problems: ReadonlyMap<string, string>
}

/** Everything that waits for a person; what exactly is known of those tasks that were looked at. */
export type InboxSource = {
  store: StoreApi<InboxState>
  /** Follows tasks from now on until they end: their lines are in view. */
  look: (taskIds: readonly TaskId[]) => void
  /** Asks again for a task that could not be opened. */
  retry: (taskId: TaskId) => void
  /** Says of things that the answer was not taken, and why; forgets what was said of the others of `about`. */
  tell: (about: readonly string[], problems: ReadonlyMap<string, string>) => void
  dispose: () => void
}

type Known = { task: TaskSummary; state: TaskState | null; waiting: readonly Waiting[] }

/** Begins with what the tree's rows tell. A thing of which nothing changed stays the same object. */
export function createInboxSource({ tasks, tree }: Pick<AppState, 'tasks' | 'tree'>): InboxSource {
  const followed = new Map<TaskId, () => void>()
  let known = new Map<TaskId, Known>()
  const store = createStore<InboxState>(() => ({ ready: false, trees: [], problems: new Map() }))

  function refresh(): void {
    const forest = tree.store.getState()
    const next = new Map<TaskId, Known>()
    for (const task of forest.tasks.values()) {
      if (!waitsForPerson(task)) continue
      const state = followed.has(task.id) ? tasks.of(task.id).getState() : null
      const before = known.get(task.id)
      const same = before !== undefined && before.task === task && before.state === state
      next.set(task.id, same ? before : { task, state, waiting: waitingOf(task, state) })
    }
    const changed =
      next.size !== known.size || [...next].some(([taskId, entry]) => known.get(taskId) !== entry)
    known = next
    for (const taskId of followed.keys()) {
      const task = forest.tasks.get(taskId)
      if (task === undefined || isEnded(task.status)) leave(taskId)
    }
    if (!changed && store.getState().ready === forest.ready) return
    const waiting = [...known.values()].flatMap((entry) => entry.waiting)
    store.setState({ ready: forest.ready, trees: groupWaiting(waiting) })
  }

  function follow(taskId: TaskId): void {
    const release = tasks.watch(taskId)
    const unsubscribe = tasks.of(taskId).subscribe((state, before) => {
      // What is streamed changes nothing here.
      if (state.view !== before.view || state.status !== before.status) refresh()
    })
    followed.set(taskId, () => {
      unsubscribe()
      release()
    })
  }

  function leave(taskId: TaskId): void {
    followed.get(taskId)?.()
    followed.delete(taskId)
  }

  const stopTree = tree.store.subscribe(refresh)
  refresh()
  return {
    store,
    look: (taskIds) => {
      const fresh = taskIds.filter((taskId) => !followed.has(taskId))
      for (const taskId of fresh) follow(taskId)
      if (fresh.length > 0) refresh()
    },
    retry: (taskId) => {
      leave(taskId)
      follow(taskId)
      refresh()
    },
    tell: (about, problems) => {
      const next = new Map(store.getState().problems)
      for (const key of about) next.delete(key)
      for (const [key, words] of problems) next.set(key, words)
      store.setState({ problems: next })
    },
    dispose: () => {
      stopTree()
      for (const stop of followed.values()) stop()
      followed.clear()
    },
  }
}
