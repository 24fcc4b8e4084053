import type { TaskId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { Store } from '../store/store.ts'

const pageSize = 2_000

/** A task's whole log as it is stored. Throws AppError `task_damaged`. */
export function readAll({ events }: Pick<Store, 'events'>, taskId: TaskId): TaskEvent[] {
  const log: TaskEvent[] = []
  for (;;) {
    const page = events.read(taskId, log.length, pageSize)
    log.push(...page)
    if (page.length < pageSize) return log
  }
}
