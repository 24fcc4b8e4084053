import { AppError } from '../../contract/app-error.ts'
import type { CallId, TaskId } from '../../contract/ids.ts'
import { type TaskEvent, type TaskEventBody, taskEventBodySchema } from '../../contract/task-event.ts'
import { createDamageMarks, damagedLog, type LogPage, type LogReading } from './damage-marks.ts'
import type { Database } from './database.ts'
import type { LogFlush } from './log-flush.ts'
import { project } from './project.ts'
import { prepareProjection } from './projection-statements.ts'
import type { Store } from './store.ts'

type Row = { seq: number; at: number; payload: string }

/** Every commit waits for its own flush. */
const waitForDisk = { soon() {}, failed: true }

/**
 * The `events` table. What comes in is trusted, since it is typed and ours; what is read from the disk is
 * parsed, so that a damaged row is named and never acted upon.
 */
export function createEvents(
  database: Database,
  log: Pick<LogFlush, 'soon' | 'failed'> = waitForDisk,
  marks = createDamageMarks(database),
): Store['events'] {
  const statements = prepareProjection(database)
  // Two plain statements: a RETURNING clause doubles what an insert costs.
  const lastSeq = database
    .prepare<[TaskId], number>('SELECT coalesce(max(seq), 0) FROM events WHERE task_id = ?')
    .pluck()
  const insert = database.prepare<[TaskId, number, number, string, string]>(
    'INSERT INTO events (task_id, seq, at, type, payload) VALUES (?, ?, ?, ?, ?)',
  )
  const select = database.prepare<[TaskId, number, number], Row>(
    'SELECT seq, at, payload FROM events WHERE task_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  )

  const finished = database.prepare<[TaskId, string], Row>(
    `SELECT seq, at, payload FROM events WHERE task_id = ? AND type = 'tool.finished' AND json_valid(payload)
     AND payload ->> '$.callId' IN (SELECT value FROM json_each(?)) ORDER BY seq`,
  )

  const append = database.transaction(
    (entries: { taskId: TaskId; body: TaskEventBody; at?: number }[], now: number) => {
      const seqs = new Map<TaskId, number>()
      return entries.map(({ taskId, body, at = now }): TaskEvent => {
        const seq = (seqs.get(taskId) ?? lastSeq.get(taskId) ?? 0) + 1
        seqs.set(taskId, seq)
        const { lastInsertRowid } = insert.run(taskId, seq, at, body.type, JSON.stringify(body))
        const event = { taskId, seq, at, body }
        project(statements, event, Number(lastInsertRowid))
        return event
      })
    },
  )

  return {
    append(entries, at, durability = 'flushed') {
      if (durability === 'flushed' || log.failed || database.inTransaction)
        return append.immediate(entries, at)
      // Not prepared: SQLite sets this when it compiles the statement, not when it runs it.
      database.exec('PRAGMA synchronous = NORMAL')
      try {
        const events = append.immediate(entries, at)
        log.soon()
        return events
      } finally {
        database.exec('PRAGMA synchronous = FULL')
      }
    },
    read: (taskId, afterSeq, limit) => read({ taskId, afterSeq, limit }).events,
    readable(taskId, afterSeq, limit, characters) {
      const order = { taskId, afterSeq, limit, characters }
      try {
        return { ...read(order), damage: null }
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'task_damaged') throw error
        return { ...upToDamage(order), damage: error.message }
      }
    },
    results(taskId, callIds) {
      const found: Record<CallId, string> = {}
      for (const row of finished.all(taskId, JSON.stringify(callIds))) {
        const { body } = readEvent(database, taskId, row, row.seq)
        if (body.type === 'tool.finished') found[body.callId] = body.result
      }
      return found
    },
  }

  function read({ taskId, afterSeq, limit, characters = Number.POSITIVE_INFINITY }: LogReading): LogPage {
    return marks.watched({ taskId, afterSeq }, () => {
      const events: TaskEvent[] = []
      let left = characters
      for (const row of select.iterate(taskId, afterSeq, limit)) {
        events.push(readEvent(database, taskId, row, afterSeq + 1 + events.length))
        left -= row.payload.length
        if (left <= 0) break
      }
      return { events, more: events.length === limit || left <= 0 }
    })
  }

  /** One by one, so that what stands before the damage is read whatever is behind it. */
  function upToDamage(order: LogReading): LogPage {
    const { taskId, afterSeq, limit, characters = Number.POSITIVE_INFINITY } = order
    const events: TaskEvent[] = []
    let left = characters
    try {
      while (events.length < limit && left > 0) {
        const [next] = read({ taskId, afterSeq: afterSeq + events.length, limit: 1 }).events
        if (next === undefined) break
        events.push(next)
        left -= JSON.stringify(next.body).length
      }
    } catch {
      // Here it is: what was wrong has been said by the reading that met it first.
    }
    return { events, more: events.length === limit || left <= 0 }
  }
}

/**
 * A stored row as the event that must stand at `seq`. Throws AppError `task_damaged`, which names the
 * task and the event, when it is another one or cannot be read.
 */
export function readEvent(database: Database, taskId: TaskId, row: Row, seq: number): TaskEvent {
  if (row.seq !== seq) throw damaged(database, taskId, seq, 'is missing')
  try {
    return { taskId, seq, at: row.at, body: taskEventBodySchema.parse(JSON.parse(row.payload)) }
  } catch (cause) {
    throw damaged(database, taskId, seq, 'cannot be read', cause)
  }
}

function damaged(database: Database, taskId: TaskId, seq: number, what: string, cause?: unknown): AppError {
  return damagedLog(taskId, `event ${seq} in ${database.name} ${what}`, cause)
}
