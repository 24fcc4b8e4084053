import type { TaskId } from '../../../contract/ids.ts'
import { connectScratch, type Database } from '../database.ts'
import { migrations } from '../migrations/all.ts'
import { projectedTables } from '../projection-statements.ts'
import { replayLog } from '../rebuild-tables.ts'
import { type Finding, fault } from './finding.ts'
import { countMissing } from './lost-rows.ts'

/** How many tasks are named for one table; the rest are counted. */
const mostNames = 50

/**
 * Replays the whole log into a database of its own, and holds the tables of this one against what comes of
 * it: which events cannot be read, how many are missing, which tasks' rows say something else than their log.
 * For a database whose pages are sound. Changes nothing.
 */
export function checkLog(database: Database): Finding[] {
  const names = nameOf(database)
  const scratch = connectScratch()
  try {
    for (const migration of migrations) scratch.exec(migration)
    const damaged = scratch.transaction(() => replayLog(database, scratch))()
    const ids = new Set(damaged.map(({ taskId }) => taskId))
    return [
      ...damaged.map(({ taskId, why }) => fault('log', why, [names(taskId)])),
      ...missingEvents(database),
      ...projectedTables.flatMap((table) => differences(database, scratch, table, ids, names)),
    ]
  } finally {
    scratch.close()
  }
}

/** The log of the whole app has no gap, since nothing is ever taken out of it but what a repair put aside. */
function missingEvents(database: Database): Finding[] {
  const missing = countMissing(database)
  if (missing === 0) return []
  return [
    fault(
      'log',
      `${missing} events are missing from the log. Which tasks they were of cannot always be told.`,
    ),
  ]
}

function differences(
  database: Database,
  scratch: Database,
  table: (typeof projectedTables)[number],
  damaged: ReadonlySet<TaskId>,
  names: (taskId: TaskId) => string,
): Finding[] {
  const columns = database.pragma(`table_info(${table})`) as { name: string; pk: number }[]
  const key = columns.findIndex(({ pk }) => pk === 1)
  const owner = columns.findIndex(({ name }) => name === (ownerColumn[table] ?? 'task_id'))
  const sql = `SELECT * FROM ${table} ORDER BY ${columns[key]?.name}`
  const stored = database.prepare(sql).raw().iterate() as IterableIterator<unknown[]>
  const replayed = scratch.prepare(sql).raw().iterate() as IterableIterator<unknown[]>
  const different = new Set<TaskId>()
  const differ = (row: unknown[]) => {
    const taskId = row[owner] as TaskId
    if (!damaged.has(taskId)) different.add(taskId)
  }
  let [one, other] = [stored.next(), replayed.next()]
  while (!one.done || !other.done) {
    const order = one.done ? 1 : other.done ? -1 : compare(one.value[key], other.value[key])
    if (order === 0 && JSON.stringify(one.value) !== JSON.stringify(other.value)) differ(other.value)
    if (order < 0) differ(one.value)
    if (order > 0) differ(other.value)
    if (order <= 0) one = stored.next()
    if (order >= 0) other = replayed.next()
  }
  if (different.size === 0) return []
  const shown = [...different].slice(0, mostNames).map(names)
  return [
    fault(
      'tables',
      `The table ${table} says something else than the log about ${different.size} tasks.`,
      shown,
    ),
  ]
}

const ownerColumn: Partial<Record<(typeof projectedTables)[number], string>> = {
  tasks: 'id',
  subtasks: 'parent_id',
  summaries: 'parent_id',
}

/** As SQLite orders text. */
function compare(one: unknown, other: unknown): number {
  return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)))
}

/** A task's name as people see it, or its id where its row does not say. */
export function nameOf(database: Database): (taskId: TaskId) => string {
  const select = database.prepare<[string], string>('SELECT display_id FROM tasks WHERE id = ?').pluck()
  return (taskId) => select.get(taskId) ?? taskId
}
