import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import { withShortResult } from '../../contract/short-result.ts'
import type { TaskFrame, TreeFrame } from '../../contract/task-api.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { delay } from '../base/delay.ts'
import type { Store } from '../store/store.ts'
import type { Journal } from './journal.ts'
import type { LiveText } from './live-text.ts'

/** The most events in one frame, some 300 KB: either end is at work while the next is on its way. */
const frameEvents = 500
/** No more events join a frame that has so much of the log: many streams that nobody reads must fit into memory. */
const frameCharacters = 512 * 1024
/** The least time between frames, so that what comes in a burst goes out in one. */
const taskFrameMs = 8
const treeFrameMs = 50

/** Streams for those who look. They read the store and never hold anything up. */
export type Watch = {
  tree(signal: AbortSignal): AsyncGenerator<TreeFrame>
  /**
   * Events after `afterSeq`, then everything as it happens: no gap, no repeat. Rejects with AppError
   * `not_found` for a task that is not there.
   */
  task(taskId: TaskId, afterSeq: number, signal: AbortSignal): AsyncGenerator<TaskFrame>
  /** To be called when a row of the tree looks different though nothing was committed. */
  rowChanged(taskId: TaskId): void
  /** To be called when live text grew. */
  liveTextChanged(taskId: TaskId): void
}

/**
 * Makes the streams over a journal. They wait on the journal; nothing polls. `dress` adds to a row of the tree what
 * is not stored.
 */
export function createWatch(
  store: Store,
  journal: Journal,
  live: () => LiveText,
  dress: (task: TaskSummary) => TaskSummary,
): Watch {
  const trees = new Set<(taskId: TaskId) => void>()
  const bells = new Map<TaskId, Set<() => void>>()
  const ring = (taskId: TaskId) => {
    for (const bell of bells.get(taskId) ?? []) bell()
  }
  journal.listen((events) => {
    for (const taskId of new Set(events.map((event) => event.taskId))) ring(taskId)
  })
  store.damage.listen((taskId) => {
    for (const tell of trees) tell(taskId)
  })

  return {
    liveTextChanged: ring,
    rowChanged(taskId) {
      for (const tell of trees) tell(taskId)
    },

    async *tree(signal) {
      const changed = new Set<TaskId>()
      const bell = createBell(signal)
      const stop = journal.listen((events) => {
        for (const event of events) changed.add(event.taskId)
        bell.ring()
      })
      const tell = (taskId: TaskId) => {
        changed.add(taskId)
        bell.ring()
      }
      trees.add(tell)
      try {
        yield { type: 'snapshot', tasks: store.tasks.list().map(dress) }
        while (await bell.heard(treeFrameMs)) {
          const ids = [...changed]
          changed.clear()
          const tasks = ids.flatMap((id) => {
            const task = store.tasks.get(id)
            return task === null || task.deletedAt !== null ? [] : [dress(task)]
          })
          const found = new Set(tasks.map(({ id }) => id))
          yield { type: 'changed', tasks, removed: ids.filter((id) => !found.has(id)) }
        }
      } finally {
        trees.delete(tell)
        stop()
      }
    },

    async *task(taskId, afterSeq, signal) {
      if (store.tasks.get(taskId) === null) throw new AppError('not_found', `There is no task ${taskId}.`)
      const bell = createBell(signal)
      const group = bells.get(taskId) ?? new Set()
      bells.set(taskId, group.add(bell.ring))
      const seen = new Map<string, number>()
      let lastSeq = afterSeq
      let told: string | null = null
      // Whoever was told that more follows waits for it, though the log ended right there.
      let promised = false
      try {
        bell.ring()
        while (await bell.heard(promised ? 0 : taskFrameMs)) {
          // What is live belongs to a turn or call that may still wait to be written.
          const written = flush(journal)
          const page = store.events.readable(taskId, lastSeq, frameEvents, frameCharacters)
          const { more, damage } = page
          const events = page.events.map(withShortResult)
          lastSeq = events.at(-1)?.seq ?? lastSeq
          if (more) bell.ring()
          const deltas = more || !written || damage !== null ? [] : live().since(taskId, seen)
          if (damage !== told) yield damage === null ? { events, deltas } : { events, deltas, damage }
          else if (more) yield { events, deltas, more }
          else if (events.length > 0 || deltas.length > 0 || promised) yield { events, deltas }
          promised = more
          told = damage
        }
      } finally {
        group.delete(bell.ring)
        if (group.size === 0) bells.delete(taskId)
      }
    },
  }
}

/** False when nothing can be written now: who looks still sees what stands in the log. */
function flush(journal: Journal): boolean {
  try {
    journal.flush()
    return true
  } catch {
    return false
  }
}

/**
 * A bell that one listener hears: rings while nobody listens are heard once, at the next listening. Two
 * hearings are at least `pauseMs` apart, so that what comes in a burst goes out in one frame.
 */
function createBell(signal: AbortSignal) {
  let rung = false
  let wake: (() => void) | null = null
  let heardAt = Number.NEGATIVE_INFINITY

  const once = () => {
    const waiting = wake
    wake = null
    waiting?.()
  }
  signal.addEventListener('abort', once, { once: true })

  return {
    ring() {
      rung = true
      once()
    },
    /** False when the signal aborted: stop listening. */
    async heard(pauseMs: number): Promise<boolean> {
      if (!rung && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
      const pause = pauseMs - (performance.now() - heardAt)
      if (pause > 0 && !signal.aborted) await delay(pause, signal)
      else await setImmediate()
      heardAt = performance.now()
      rung = false
      return !signal.aborted
    },
  }
}
