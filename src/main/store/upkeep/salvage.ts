import type { TaskId } from '../../../contract/ids.ts'
import { connectForReading, type Database, sqliteCodeOf } from '../database.ts'
import type { DamagedTask } from '../rebuild-tables.ts'
import { openPageFile } from './page-file.ts'
import { type StoredValue, salvageRows } from './salvage-rows.ts'

/** How many rows were found of each table, and which tasks are known to have lost their latest events. */
export type Salvage = { rows: Record<string, number>; short: DamagedTask[] }

/** Tables of which any readable row is taken, by the number of their columns and a column that only they have. */
const shapes: {
  table: string
  columns: readonly string[]
  isOne: (values: StoredValue[], rowid: number | null) => boolean
  /** The column that is the rowid, and is stored as null in the row itself. */
  rowid?: string
}[] = [
  {
    table: 'events',
    rowid: 'global_seq',
    columns: ['global_seq', 'task_id', 'seq', 'at', 'type', 'payload'],
    isOne: (values) =>
      values[0] === null && starts(values[1], 'tsk_') && typeof values[2] === 'number' && isText(values[5]),
  },
  {
    table: 'lost_events',
    rowid: 'global_seq',
    columns: ['global_seq', 'task_id', 'seq', 'at', 'type', 'payload', 'lost_at'],
    isOne: (values) =>
      values[0] === null && isText(values[1]) && typeof values[2] === 'number' && isText(values[5]),
  },
  {
    table: 'workspaces',
    columns: ['id', 'path', 'name', 'prefix', 'next_number', 'trusted', 'opened_at'],
    isOne: (values) => starts(values[0], 'wsp_'),
  },
  {
    table: 'modes',
    columns: ['id', 'snapshot'],
    isOne: (values) => /^[0-9a-f]{64}$/.test(String(values[0])) && starts(values[1], '{'),
  },
  {
    table: 'request_parts',
    columns: ['hash', 'kind', 'text'],
    isOne: (values, rowid) =>
      rowid === null && /^[0-9a-f]{64}$/.test(String(values[0])) && isText(values[1]) && isText(values[2]),
  },
  {
    table: 'providers',
    rowid: 'position',
    columns: ['position', 'id', 'definition'],
    isOne: (values) => isText(values[1]) && starts(values[2], '{"'),
  },
  {
    table: 'settings',
    columns: ['scope', 'scope_id', 'key', 'value'],
    isOne: (values, rowid) => rowid === null && values.every(isText),
  },
]

/** Tables that are taken through SQLite only: their rows look like others', and losing one loses little. */
const small = ['drafts', 'layouts'] as const

const isText = (value: StoredValue | undefined): value is string => typeof value === 'string'
const starts = (value: StoredValue | undefined, text: string) => isText(value) && value.startsWith(text)

/** The first columns of `tasks`, which no migration ever changes: later ones are put behind. */
const taskColumns = [
  ...['id', 'born', 'display_id', 'parent_id', 'root_id', 'parent_call_id', 'depth', 'background'],
  ...[
    'workspace_id',
    'folder',
    'mode',
    'mode_name',
    'mode_snapshot_id',
    'delegation',
    'status',
    'status_reason',
  ],
  ...['title', 'activity', 'provider_id', 'model', 'input_tokens', 'output_tokens', 'cost', 'created_at'],
  'updated_at',
]

/**
 * Fills a new, empty database with everything that can be read of a damaged one: every row on every page that
 * is whole, whether or not a tree still leads there. What follows from the log is not taken, since it is made
 * anew; but rows of tasks are kept for as long as the connection is open, for what they know of lost logs.
 */
export function salvage(damagedPath: string, into: Database): Salvage {
  const rows: Record<string, number> = {}
  const pages = openPageFile(damagedPath)
  into.pragma('foreign_keys = OFF')
  try {
    into.exec(`DROP TABLE IF EXISTS temp.old_tasks; CREATE TEMP TABLE old_tasks (${taskColumns.join(', ')})`)
    into.transaction(() => {
      const inserts = new Map(
        shapes.map((shape) => [shape.table, insertOf(into, shape.table, shape.columns)]),
      )
      const insertTask = insertOf(into, 'temp.old_tasks', taskColumns)
      for (const { rowid, values } of salvageRows(pages)) {
        if (values.length >= taskColumns.length && starts(values[0], 'tsk_')) {
          insertTask(values.slice(0, taskColumns.length))
          continue
        }
        const shape = shapes.find(
          ({ columns, isOne }) => columns.length === values.length && isOne(values, rowid),
        )
        if (shape === undefined) continue
        const whole = shape.rowid === undefined ? values : [rowid, ...values.slice(1)]
        rows[shape.table] = (rows[shape.table] ?? 0) + (inserts.get(shape.table)?.(whole) ?? 0)
      }
    })()
    preferReadable(damagedPath, into)
    return { rows, short: shortTasks(into) }
  } finally {
    pages.close()
    into.pragma('foreign_keys = ON')
  }
}

/** Adds a row, and says how many that were: of two with one key the first is kept, and what no table takes is left out. */
function insertOf(into: Database, table: string, columns: readonly string[]): (row: StoredValue[]) => number {
  const places = columns.map(() => '?').join(', ')
  const insert = into.prepare<StoredValue[][]>(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`,
  )
  return (row) => {
    try {
      return insert.run(row).changes
    } catch (error) {
      if (!sqliteCodeOf(error)?.startsWith('SQLITE_CONSTRAINT')) throw error
      return 0
    }
  }
}

/**
 * What SQLite itself can still read goes before what was found on a page: a page that was given up may hold a
 * row as it was before a change. Of the log there is nothing like that, since no event ever changes.
 */
function preferReadable(damagedPath: string, into: Database): void {
  for (const { table, columns } of [
    ...shapes.filter(({ table }) => table !== 'events' && table !== 'lost_events'),
    ...small.map((table) => ({ table, columns: table === 'drafts' ? ['key', 'text'] : ['key', 'json'] })),
  ]) {
    const found = readThroughSqlite(damagedPath, table, columns)
    if (found === null) continue
    into.transaction(() => {
      into.prepare(`DELETE FROM ${table}`).run()
      const insert = insertOf(into, table, columns)
      for (const row of found) insert(row)
    })()
  }
}

function readThroughSqlite(path: string, table: string, columns: readonly string[]): StoredValue[][] | null {
  let database: Database | undefined
  try {
    database = connectForReading(path)
    return database
      .prepare<[], StoredValue[]>(`SELECT ${columns.join(', ')} FROM ${table}`)
      .raw()
      .all()
  } catch (error) {
    // Whatever SQLite says of a damaged file, the pages have been read without it.
    if (sqliteCodeOf(error) === null) throw error
    return null
  } finally {
    database?.close()
  }
}

/** Tasks whose row had seen more than their log tells: their latest events were on a damaged page. */
function shortTasks(into: Database): DamagedTask[] {
  return into
    .prepare<[], { taskId: TaskId; seq: number }>(
      `SELECT old.id AS taskId, (SELECT max(seq) FROM events WHERE task_id = old.id) + 1 AS seq
       FROM (SELECT id, max(updated_at) AS updated_at FROM temp.old_tasks GROUP BY id) old
       WHERE old.updated_at > (SELECT max(at) FROM events WHERE task_id = old.id)`,
    )
    .all()
    .map((task) => ({ ...task, why: `The latest events of the task ${task.taskId} are lost.` }))
}
