import { AppError } from '../../contract/app-error.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import { type Database, sqliteCodeOf } from './database.ts'

/** Which tasks have a log that cannot be read to its end, and who wants to hear of it. */
export type DamageMarks = {
  /**
   * Reads of a task's log by `work`. A damaged page becomes AppError `task_damaged`, as a damaged event is
   * one already; the task is marked, and a task whose log reads well again from beginning to end is not any
   * more. Errors that may pass (a disk that fails to answer) are no damage and change nothing.
   */
  watched(order: Pick<LogReading, 'taskId' | 'afterSeq'>, work: () => LogPage): LogPage
  /** Calls back when a task was marked or a mark was taken away. Returns how to stop. */
  listen(listener: (taskId: TaskId) => void): () => void
}

/**
 * Which part of a task's log is read: at most `limit` events after `afterSeq`, and none more once they have `characters`
 * in the log.
 */
export type LogReading = { taskId: TaskId; afterSeq: number; limit: number; characters?: number }

/** Events of a task in order, and whether they stop short of the end of its log, or may. */
export type LogPage = { events: TaskEvent[]; more: boolean }

/** What is thrown for a log that is damaged: which task, where, and what can be done. */
export function damagedLog(taskId: TaskId, where: string, cause?: unknown): AppError {
  return new AppError(
    'task_damaged',
    `The log of the task ${taskId} is damaged: ${where}. Other tasks are not affected. It can be read up to there, cancelled and deleted; “treeline doctor --repair” makes it whole again without what is lost, and “treeline restore” puts back a backup.`,
    { cause },
  )
}

/** The `damaged_tasks` table of a database. Marks nothing through a connection that only reads. */
export function createDamageMarks(database: Database): DamageMarks {
  const listeners = new Set<(taskId: TaskId) => void>()
  /** Up to which event a marked task's log has been read well since. */
  const marked = new Map(
    database
      .prepare<[], string>('SELECT task_id FROM damaged_tasks')
      .pluck()
      .all()
      .map((taskId) => [taskId as TaskId, 0]),
  )
  const insert = database.prepare<[string, string, number]>(
    'INSERT INTO damaged_tasks (task_id, words, found_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const remove = database.prepare<[string]>('DELETE FROM damaged_tasks WHERE task_id = ?')

  function change(taskId: TaskId, write: () => void): void {
    if (database.readonly || database.inTransaction) return
    try {
      write()
    } catch {
      // Where nothing can be written the mark is made by a later reading; the error that is thrown says it all.
      return
    }
    for (const listener of [...listeners]) listener(taskId)
  }

  return {
    watched({ taskId, afterSeq }, work) {
      try {
        const found = work()
        const good = marked.get(taskId)
        if (good !== undefined && afterSeq <= good) {
          const seq = afterSeq + found.events.length
          marked.set(taskId, Math.max(good, seq))
          const isEnd = !found.more && seq > 0
          if (isEnd && marked.delete(taskId)) change(taskId, () => remove.run(taskId))
        }
        return found
      } catch (error) {
        const damage = sqliteCodeOf(error)?.startsWith('SQLITE_CORRUPT')
          ? damagedLog(taskId, `a page of ${database.name} that holds a part of it cannot be read`, error)
          : error
        if (damage instanceof AppError && damage.code === 'task_damaged' && !marked.has(taskId)) {
          marked.set(taskId, 0)
          change(taskId, () => insert.run(taskId, damage.message, Date.now()))
        }
        throw damage
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
