import type { TaskId } from '../../../contract/ids.ts'
import { type Database, sqliteCodeOf } from '../database.ts'
import { createEvents } from '../events.ts'
import { type Finding, fault } from './finding.ts'

/** How many lines of SQLite's own complaints are passed on: one damaged page may cause thousands. */
const mostComplaints = 20

/** Whether an error of SQLite says that pages are damaged, and not that they cannot be had at the moment. */
export function isPageDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCodeOf(error) ?? '')
}

/**
 * Goes through every page of the database, and through every reference between rows if the pages are sound.
 * Throws what SQLite throws where the disk does not answer.
 */
export function checkPages(database: Database): Finding[] {
  const complaints = damageOf(() => {
    const rows = database.pragma(`integrity_check(${mostComplaints})`) as { integrity_check: string }[]
    return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
  })
  if (complaints.length > 0) {
    return [fault('pages', `The database has damaged pages: ${complaints.join('; ').slice(0, 2_000)}.`)]
  }
  const broken = database.pragma('foreign_key_check') as {
    table: string
    rowid: number | null
    parent: string
  }[]
  const tables = Map.groupBy(broken, ({ table, parent }) => `${table} that refer to missing ${parent}`)
  return [...tables].map(([what, rows]) => fault('references', `There are ${rows.length} rows of ${what}.`))
}

/** The tasks whose log cannot be read to its end, for a database whose pages are damaged. */
export function unreadableTasks(database: Database): Finding[] {
  const tasks: { id: TaskId; displayId: string }[] = []
  const complaints = damageOf(() => {
    tasks.push(
      ...database
        .prepare<[], { id: TaskId; displayId: string }>(
          'SELECT id, display_id AS displayId FROM tasks ORDER BY born',
        )
        .all(),
    )
    return []
  })
  if (complaints.length > 0) {
    return [
      fault(
        'tables',
        `The list of tasks cannot be read (${complaints.join()}). --repair makes it anew from the log.`,
      ),
    ]
  }
  const events = createEvents(database)
  const damaged = tasks.filter(({ id }) => {
    for (let after = 0; ; after += 1_000) {
      const page = events.readable(id, after, 1_000)
      if (page.damage !== null) return true
      if (page.events.length < 1_000) return false
    }
  })
  if (damaged.length === 0) return []
  const names = damaged.map(({ displayId }) => displayId)
  return [fault('log', `The logs of ${damaged.length} tasks cannot be read to their ends.`, names)]
}

function damageOf(work: () => string[]): string[] {
  try {
    return work()
  } catch (error) {
    if (!isPageDamage(error)) throw error
    return [error instanceof Error ? error.message : String(error)]
  }
}
