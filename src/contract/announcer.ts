import { countThatWait, type News, type Notice, noticeFor, standingOf, takeIn } from './attention.ts'
import type { TaskId } from './ids.ts'
import type { Preferences } from './settings.ts'
import type { TreeFrame } from './task-api.ts'
import type { TaskSummary } from './task-summary.ts'

/** What happens within so many milliseconds is told at once. */
const gatherMs = 700

/** Follows the tree and tells of what a person wants to be told. */
export type Announcer = {
  onFrame: (frame: TreeFrame) => void
  /** To be called when the settings have changed. */
  settingsChanged: () => void
  dispose: () => void
}

/**
 * `show` gets at most one notice for all that happens within a moment; what no longer stands by then is left out.
 * `badge` gets the number that waits whenever it changes. `lookedAt` is asked before each notice.
 */
export function createAnnouncer({
  settings,
  lookedAt,
  show,
  badge,
  now,
  later,
}: {
  settings: () => Preferences
  lookedAt: () => boolean | Promise<boolean>
  show: (notice: Notice) => void
  badge: (count: number) => void
  now: () => number
  /** Calls back after so many milliseconds; returns what prevents it. */
  later: (work: () => void, ms: number) => () => void
}): Announcer {
  let tasks: Map<TaskId, TaskSummary> | null = null
  let pending = new Map<TaskId, News>()
  let cancel: (() => void) | null = null
  let shown: number | null = null

  async function tell(): Promise<void> {
    cancel = null
    const happened = [...pending.values()].flatMap(({ kind, task: { id } }) => {
      const task = tasks?.get(id)
      return task !== undefined && standingOf(task) === kind ? [{ kind, task }] : []
    })
    pending = new Map()
    const looked = await lookedAt()
    const notice = noticeFor(happened, settings(), { lookedAt: looked, now: now() })
    if (notice !== null) show(notice)
  }

  function count(): void {
    const next = settings().badge && tasks !== null ? countThatWait(tasks.values()) : 0
    if (next === shown) return
    shown = next
    badge(next)
  }

  return {
    onFrame(frame) {
      const taken = takeIn(tasks, frame)
      tasks = taken.tasks
      for (const news of taken.news) pending.set(news.task.id, news)
      if (pending.size > 0 && cancel === null) cancel = later(() => void tell(), gatherMs)
      count()
    },
    settingsChanged: count,
    dispose() {
      cancel?.()
      cancel = null
    },
  }
}
