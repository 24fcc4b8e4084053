import type { TaskId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { Store } from '../store/store.ts'

const pageSize = 2_000

/** A task's whole log, up to the damage if there is some. */
export function readLog({ events }: Pick<Store, 'events'>, taskId: TaskId): TaskEvent[] {
  const log: TaskEvent[] = []
  for (;;) {
    const page = events.readable(taskId, log.length, pageSize)
    log.push(...page.events)
    if (page.damage !== null || page.events.length < pageSize) return log
  }
}
