import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'

/**
 * The logs of several tasks as one, by time, each in its own order, and so that no fact names a task before that was
 * made: parents are there before their children, and children before they are said to be started. Throws AppError
 * `bad_request` where that cannot be.
 */
export function inOneOrder(logs: readonly (readonly TaskEvent[])[]): TaskEvent[] {
  const own = new Set(logs.flatMap(([first]) => (first === undefined ? [] : [first.taskId])))
  const born = new Set<TaskId>()
  const isFree = (id: TaskId | null, self: TaskId) =>
    id === null || id === self || !own.has(id) || born.has(id)
  const isDue = ({ taskId, body }: TaskEvent): boolean => {
    if (body.type === 'task.created' || body.type === 'task.moved') {
      return isFree(body.parentId, taskId) && isFree(body.rootId, taskId)
    }
    return body.type !== 'subtask.started' || isFree(body.childId, taskId)
  }
  const next = logs.map(() => 0)
  const order: TaskEvent[] = []
  for (;;) {
    let first: { log: number; event: TaskEvent } | null = null
    let left = 0
    for (let log = 0; log < logs.length; log++) {
      const event = logs[log]?.[next[log] ?? 0]
      if (event === undefined) continue
      left++
      if ((first === null || event.at < first.event.at) && isDue(event)) first = { log, event }
    }
    if (first === null) {
      if (left === 0) return order
      throw new AppError('bad_request', 'The file cannot be imported: its tasks are each made by another.')
    }
    next[first.log] = (next[first.log] ?? 0) + 1
    if (first.event.body.type === 'task.created') born.add(first.event.taskId)
    order.push(first.event)
  }
}
