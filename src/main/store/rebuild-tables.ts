import type { TaskId } from '../../contract/ids.ts'
import type { Database } from './database.ts'
import { readEvent } from './events.ts'
import { project } from './project.ts'
import { prepareProjection, projectedTables } from './projection-statements.ts'

/** How many events are in memory at a time. */
const pageSize = 1_000

/** A task whose log cannot be followed to its end: the place of the first event that cannot, and why. */
export type DamagedTask = { taskId: TaskId; seq: number; why: string }

type Row = { globalSeq: number; taskId: TaskId; seq: number; at: number; payload: string }

/**
 * Empties the tables that follow from the log and fills them again by replaying it, in one transaction.
 * Returns the tasks whose log is damaged: their rows say what the events before the damage tell, and no other
 * task is the worse for it. Throws what SQLite throws, and has then changed nothing.
 */
export function rebuildTables(database: Database): DamagedTask[] {
  return database
    .transaction(() => {
      // Rows that refer to one of a damaged task may come before it or alone.
      database.pragma('defer_foreign_keys = ON')
      for (const table of projectedTables) database.prepare(`DELETE FROM ${table}`).run()
      return replayLog(database, database)
    })
    .immediate()
}

/**
 * Projects the log of one database into the tables of another, which are empty, or of itself, within a
 * transaction of the caller's. Returns the tasks whose log is damaged.
 */
export function replayLog(from: Database, into: Database): DamagedTask[] {
  const statements = prepareProjection(into)
  const select = from.prepare<[number, number], Row>(
    `SELECT global_seq AS globalSeq, task_id AS taskId, seq, at, payload FROM events
     WHERE global_seq > ? ORDER BY global_seq LIMIT ?`,
  )
  const seen = new Map<TaskId, number>()
  const damaged = new Map<TaskId, DamagedTask>()
  let last = Number.MIN_SAFE_INTEGER
  for (;;) {
    const page = select.all(last, pageSize)
    for (const row of page) {
      const { taskId } = row
      last = row.globalSeq
      if (damaged.has(taskId)) continue
      const seq = (seen.get(taskId) ?? 0) + 1
      try {
        project(statements, readEvent(from, taskId, row, seq), row.globalSeq)
        seen.set(taskId, seq)
      } catch (error) {
        damaged.set(taskId, { taskId, seq, why: error instanceof Error ? error.message : String(error) })
      }
    }
    if (page.length < pageSize) return [...damaged.values()]
  }
}
