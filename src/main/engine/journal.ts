import type { ActionType } from '../../contract/action-type.ts'
import { AppError } from '../../contract/app-error.ts'
import type { CallId, TaskId } from '../../contract/ids.ts'
import { applyEvent, replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent, TaskEventBody } from '../../contract/task-event.ts'
import { assertTransition, type TaskStatus } from '../../contract/task-status.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Store } from '../store/store.ts'

/** One fact to be appended, and whose it is. */
export type Entry = { taskId: TaskId; body: TaskEventBody }

/**
 * The engine's one way to change anything: facts go into the store in one transaction, then into the
 * views in memory, then out to whoever listens. A view is loaded when it is first needed.
 */
export type Journal = {
  append(entries: Entry[]): TaskEvent[]
  /**
   * The task as its log tells it. The object changes as events come, as long as anybody holds it; do not keep
   * its fields.
   */
  view(taskId: TaskId): TaskView
  /**
   * Calls back after every commit, in order, even when a listener commits something itself. A listener that
   * throws is logged and hinders nobody. Returns how to stop.
   */
  listen(listener: (events: TaskEvent[]) => void): () => void
}

const pageSize = 2_000

/** Actions whose whole effect is events of ours, or none at all: after a power cut they are simply done again. */
const repeatable: ReadonlySet<ActionType | null> = new Set<ActionType>([
  'read',
  'read_outside',
  'todo',
  'mode_switch',
  'followup',
  'subtask_create',
  'subtask_finish',
])

/**
 * Tells which facts may wait for the next flush, because losing them to a power cut loses nobody's work or
 * word: that a turn was asked for, and that a repeatable call began and ended.
 */
function createPatience(): (entry: Entry) => boolean {
  const open = new Set<CallId>()
  return ({ body }) => {
    if (body.type === 'turn.requested') return true
    if (body.type === 'tool.finished') return open.delete(body.callId)
    if (body.type !== 'tool.started' || !repeatable.has(body.action)) return false
    open.add(body.callId)
    return true
  }
}

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
  const listeners = new Set<(events: TaskEvent[]) => void>()
  const undelivered: TaskEvent[][] = []
  const mayWait = createPatience()

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

  return {
    append(entries) {
      if (entries.length === 0) return []
      const durability = entries.map(mayWait).every(Boolean) ? 'ordered' : 'flushed'
      const events = store.events.append(entries, now(), durability)
      for (const event of events) {
        const view = views.get(event.taskId)?.deref()
        if (view !== undefined) applyEvent(view, event)
      }
      deliver(events)
      return events
    },
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
export function moveTo(view: TaskView, to: TaskStatus, reason: string | null = null): Entry[] {
  if (view.status === to) return []
  assertTransition(view.status, to)
  return [{ taskId: view.id, body: { type: 'status.changed', from: view.status, to, reason } }]
}
