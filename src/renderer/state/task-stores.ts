import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskFrame } from '../../contract/task-api.ts'
import type { Connection } from '../connection/connection.ts'
import { errorText } from '../connection/error-text.ts'
import { follow } from '../connection/follow.ts'
import { createFrameQueue, type Schedule } from './frame-queue.ts'
import { applyTaskFrames, emptyLog, type TaskLog } from './task-log.ts'

/** One task as a pane shows it: `loading` until its first events are in, `failed` with what was said. */
export type TaskState = TaskLog & {
  status: 'loading' | 'ready' | 'failed'
  error: string | null
  /** Why the log ends here though it goes on: it is damaged. */
  damage: string | null
}

/** The tasks that are looked at, each followed once however many look. */
export type TaskStores = {
  /** The task's state; it grows only while somebody watches. */
  of: (taskId: TaskId) => StoreApi<TaskState>
  /** Follows the task until what it returns is called. */
  watch: (taskId: TaskId) => () => void
  /** Follows a task for a moment that is likely to be looked at next, so that it is there sooner. */
  expect: (taskId: TaskId) => void
  dispose: () => void
}

/** How many tasks that nobody looks at any more are kept, so that coming back to one is instant. */
const keptUnwatched = 24
/** From a press on a task to its pane, at the most; who only pressed looks at something else by then. */
const expectedMs = 1_000

type Entry = { store: StoreApi<TaskState>; watchers: number; stop: (() => void) | null }

/** Starts nothing until a task is watched. */
export function createTaskStores(connection: Connection, schedule: Schedule): TaskStores {
  const entries = new Map<TaskId, Entry>()

  function entryOf(taskId: TaskId): Entry {
    const known = entries.get(taskId)
    if (known !== undefined) return known
    const store = createStore<TaskState>(() => ({
      ...emptyLog,
      status: 'loading',
      error: null,
      damage: null,
    }))
    const entry: Entry = { store, watchers: 0, stop: null }
    entries.set(taskId, entry)
    return entry
  }

  function start(taskId: TaskId, { store }: Entry): () => void {
    let stopFollowing = () => {}
    let stopped = false

    // A long log comes in several frames: it is shown when all of it is there, not in the middle.
    let early: TaskLog | null = null

    const apply = (frames: TaskFrame[]) => {
      if (stopped) return
      try {
        const log = applyTaskFrames(early ?? store.getState(), frames, early !== null)
        early = frames.at(-1)?.more ? log : null
        if (early !== null) return
        const damage = frames.at(-1)?.damage ?? null
        const status = log.view !== null ? 'ready' : damage === null ? 'loading' : 'failed'
        store.setState({ ...log, status, error: damage, damage }, true)
      } catch {
        // A gap. Everything after the last event that fitted is asked for again, on a new stream.
        stopFollowing()
        begin()
      }
    }
    const push = createFrameQueue<TaskFrame>(schedule, apply)

    function begin(): void {
      stopFollowing = follow<TaskFrame>(
        connection,
        (signal) => {
          const afterSeq = store.getState().view?.lastSeq ?? 0
          // What is live is sent whole on every stream; an old rest would only be in its way.
          store.setState({ live: emptyLog.live })
          early = null
          return connection.client.task.watch({ taskId, afterSeq }, { signal })
        },
        {
          // Of the first picture nothing is on screen yet that a frame of it could be waited for.
          onFrame: (frame) => (store.getState().view === null ? apply([frame]) : push(frame)),
          onRefused: (error) => store.setState({ status: 'failed', error: errorText(error) }),
        },
      )
    }

    begin()
    return () => {
      stopped = true
      stopFollowing()
    }
  }

  function forgetOld(): void {
    const idle = [...entries].filter(([, entry]) => entry.watchers === 0)
    for (const [taskId] of idle.slice(0, Math.max(0, idle.length - keptUnwatched))) entries.delete(taskId)
  }

  function watch(taskId: TaskId): () => void {
    const entry = entryOf(taskId)
    // The most recently watched stand last, and are forgotten last.
    entries.delete(taskId)
    entries.set(taskId, entry)
    entry.watchers += 1
    if (entry.stop === null) {
      if (entry.store.getState().status === 'failed') entry.store.setState({ status: 'loading', error: null })
      entry.stop = start(taskId, entry)
    }
    let released = false
    return () => {
      if (released) return
      released = true
      entry.watchers -= 1
      if (entry.watchers > 0) return
      entry.stop?.()
      entry.stop = null
      forgetOld()
    }
  }

  const expected = new Set<ReturnType<typeof setTimeout>>()

  return {
    of: (taskId) => entryOf(taskId).store,
    watch,
    expect: (taskId) => {
      const release = watch(taskId)
      const timer = setTimeout(() => {
        expected.delete(timer)
        release()
      }, expectedMs)
      expected.add(timer)
    },
    dispose: () => {
      for (const timer of expected) clearTimeout(timer)
      for (const entry of entries.values()) entry.stop?.()
      entries.clear()
    },
  }
}
