import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import { applyEvent, replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent, TaskEventBody } from '../../contract/task-event.ts'
import { assertTransition, type TaskStatus } from '../../contract/task-status.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Need } from '../../contract/turn-failure.ts'
import { failpointsAt } from '../base/failpoint.ts'
import type { Store } from '../store/store.ts'
import { createPatience } from './patience.ts'

/** One fact to be appended, and whose it is; `at` (epoch ms) where it did not happen now. */
export type Entry = { taskId: TaskId; body: TaskEventBody; at?: number }

/**
 * The engine's one way to change anything: facts go into the store in one transaction, then into the
 * views in memory, then out to whoever listens. A view is loaded when it is first needed.
 *
 * Facts that can be held (`patience.ts`) go into the view at once and into the store with the next that
 * cannot, or after 10 ms: a turn that reads a file costs one commit and not four. Nobody hears of a fact
 * before it stands in the store.
 */
export type Journal = {
  /** Throws what the store throws; then none of these facts stand, in the log or in a view. */
  append(entries: Entry[]): void
  /**
   * The task as its log tells it. The object changes as events come, as long as anybody holds it; do not keep
   * its fields.
   */
  view(taskId: TaskId): TaskView
  /**
   * Calls back after every commit, in order, even when a listener commits something itself. A listener that
   * throws is logged and hinders nobody. Returns how to stop.
   */
  listen(listener: Listener): () => void
  /**
   * Commits what still waits, now. What cannot be written goes on waiting, and is logged: the next append tries
   * again, and throws.
   */
  flush(): void
}

const pageSize = 2_000

/** How long a fact that may wait for company waits at most, in milliseconds: no person sees the difference. */
const longestWaitMs = 10

type Listener = (events: TaskEvent[]) => void

/** A fact that stands in its view already and not yet in the log. Holds the view, which is ahead of the log. */
type Held = { entry: Entry; event: TaskEvent; view: TaskView }

/** Makes a journal over a store. */
export function createJournal(
  store: Store,
  now: () => number,
  log: (level: 'error', message: string) => void,
): Journal {
  // Held weakly: the loops hold the views they work on, and nobody else needs one for longer than a moment.
  const views = new Map<TaskId, WeakRef<TaskView>>()
  const collected = new FinalizationRegistry((taskId: TaskId) => {
    if (views.get(taskId)?.deref() === undefined) views.delete(taskId)
  })
  const listeners = new Set<Listener>()
  const undelivered: TaskEvent[][] = []
  const patienceOf = createPatience()
  let held: Held[] = []
  let timer: NodeJS.Timeout | undefined

  function* readAll(taskId: TaskId): Generator<TaskEvent> {
    let after = 0
    for (;;) {
      const page = store.events.read(taskId, after, pageSize)
      yield* page
      if (page.length < pageSize) return
      after += page.length
    }
  }

  function deliver(events: TaskEvent[]): void {
    // Whoever commits from within a listener is heard after everyone has heard what came before.
    if (undelivered.push(events) > 1) return
    for (let batch = undelivered[0]; batch !== undefined; undelivered.shift(), batch = undelivered[0]) {
      for (const listener of [...listeners]) {
        try {
          if (listeners.has(listener)) listener(batch)
        } catch (error) {
          log('error', `A listener failed: ${error instanceof Error ? error.stack : String(error)}`)
        }
      }
    }
  }

  /** Puts facts into their views and lets them wait, or says no when a view is not at hand. */
  function hold(entries: Entry[]): boolean {
    const loaded = entries.map(({ taskId }) => views.get(taskId)?.deref())
    if (loaded.includes(undefined)) return false
    entries.forEach((entry, index) => {
      const view = loaded[index] as TaskView
      const event = { taskId: entry.taskId, seq: view.lastSeq + 1, at: now(), body: entry.body }
      applyEvent(view, event)
      held.push({ entry, event, view })
    })
    timer ??= setTimeout(flush, longestWaitMs)
    return true
  }

  /** Commits what is held, and with it some more. When only the latter is refused, the former stands. */
  function commit(more: Entry[], durability: 'ordered' | 'flushed'): TaskEvent[] {
    const before = held
    const waiting = before.map(({ entry, event }) => ({ ...entry, at: event.at }))
    let events: TaskEvent[]
    try {
      failpointsAt('before', [...waiting, ...more])
      events = store.events.append([...waiting, ...more], now(), durability)
      failpointsAt('after', events)
    } catch (error) {
      if (waiting.length > 0 && more.length > 0) deliver(commit([], durability))
      throw error
    }
    held = []
    clearTimeout(timer)
    timer = undefined
    return events
  }

  function flush(): void {
    timer = undefined
    if (held.length === 0) return
    try {
      deliver(commit([], 'ordered'))
    } catch (error) {
      log('error', `Facts wait to be written: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  return {
    append(entries) {
      if (entries.length === 0) return
      const patience = entries.map(({ body }) => patienceOf(body))
      if (patience.every((one) => one === 'hold') && hold(entries)) return
      const waited = held.length
      const events = commit(entries, patience.includes('flush') ? 'flushed' : 'ordered')
      for (const event of events.slice(waited)) {
        const view = views.get(event.taskId)?.deref()
        if (view !== undefined) applyEvent(view, event)
      }
      deliver(events)
    },
    flush,
    view(taskId) {
      const known = views.get(taskId)?.deref()
      if (known !== undefined) return known
      const view = replayTask(readAll(taskId))
      if (view === null) throw new AppError('not_found', `There is no task ${taskId}.`)
      views.set(taskId, new WeakRef(view))
      collected.register(view, taskId)
      return view
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The entry that moves a task to a status, or none when it is there already. Throws on a forbidden move. */
export function moveTo(
  view: TaskView,
  to: TaskStatus,
  reason: string | null = null,
  needs: Need | null = null,
): Entry[] {
  if (view.status === to) return []
  assertTransition(view.status, to)
  const body = { type: 'status.changed' as const, from: view.status, to, reason }
  return [{ taskId: view.id, body: needs === null ? body : { ...body, needs } }]
}
