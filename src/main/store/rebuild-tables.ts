import type { TaskId } from '../../contract/ids.ts'
import type { Database } from './database.ts'
import { readEvent } from './events.ts'
import { project } from './project.ts'
import { prepareProjection, projectedTables } from './projection-statements.ts'

/** How many events are in memory at a time. */
const pageSize = 1_000

type Row = { globalSeq: number; taskId: TaskId; seq: number; at: number; payload: string }

/**
 * Empties the tables that follow from the log and fills them again by replaying it, in one transaction.
 * Throws AppError `storage_failed`, and has changed nothing, when an event cannot be read.
 */
export function rebuildTables(database: Database): void {
  const statements = prepareProjection(database)
  const select = database.prepare<[number, number], Row>(
    `SELECT global_seq AS globalSeq, task_id AS taskId, seq, at, payload FROM events
     WHERE global_seq > ? ORDER BY global_seq LIMIT ?`,
  )

  database
    .transaction(() => {
      for (const table of projectedTables) database.prepare(`DELETE FROM ${table}`).run()
      const seen = new Map<TaskId, number>()
      let last = 0
      for (;;) {
        const page = select.all(last, pageSize)
        for (const row of page) {
          const seq = (seen.get(row.taskId) ?? 0) + 1
          project(statements, readEvent(database, row.taskId, row, seq), row.globalSeq)
          seen.set(row.taskId, seq)
          last = row.globalSeq
        }
        if (page.length < pageSize) return
      }
    })
    .immediate()
}
