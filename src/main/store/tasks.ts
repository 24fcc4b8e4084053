import type { TaskSummary } from '../../contract/task-summary.ts'
import type { Database } from './database.ts'
import type { Store } from './store.ts'

type Row = Omit<TaskSummary, 'background' | 'delegation' | 'waits' | 'awaited'> & {
  background: 0 | 1
  awaited: 0 | 1
  delegation: 0 | 1
  waitsFor: NonNullable<TaskSummary['waits']>['for'] | null
  waitsUntil: number | null
}

const columns = `t.id, t.display_id AS displayId, t.parent_id AS parentId, t.root_id AS rootId, t.depth,
  t.background, t.workspace_id AS workspaceId, t.folder, t.mode, t.mode_name AS modeName,
  t.mode_snapshot_id AS modeSnapshotId, t.delegation, t.status, t.status_reason AS statusReason, t.needs,
  t.waits_for AS waitsFor, t.waits_until AS waitsUntil, t.title,
  t.activity, t.provider_id AS providerId, t.model, t.input_tokens AS inputTokens,
  t.output_tokens AS outputTokens, t.cost, t.created_at AS createdAt, t.updated_at AS updatedAt,
  t.deleted_at AS deletedAt,
  EXISTS (SELECT 1 FROM subtasks s WHERE s.child_id = t.id AND s.outcome IS NULL) AS awaited,
  (SELECT pinned_at FROM task_marks m WHERE m.task_id = t.id) AS pinnedAt,
  (SELECT archived_at FROM task_marks m WHERE m.task_id = t.root_id) AS archivedAt, (SELECT words FROM damaged_tasks d WHERE d.task_id = t.id) AS damage`

/** Reads the `tasks` table; rows come from the log alone, and none of these looks into it. */
export function createTasks(database: Database): Store['tasks'] {
  const byId = database.prepare<[string], Row>(`SELECT ${columns} FROM tasks t WHERE t.id = ?`)
  const byDisplayId = database.prepare<[string], Row>(`SELECT ${columns} FROM tasks t WHERE t.display_id = ?`)
  const all = database.prepare<[], Row>(
    `SELECT ${columns} FROM tasks t JOIN tasks root ON root.id = t.root_id WHERE t.deleted_at IS NULL ORDER BY root.born DESC, t.born`,
  )
  const deleted = database.prepare<[], Row>(
    `SELECT ${columns} FROM tasks t LEFT JOIN tasks parent ON parent.id = t.parent_id
     WHERE t.deleted_at IS NOT NULL AND parent.deleted_at IS NULL ORDER BY t.deleted_at DESC, t.born DESC`,
  )
  const children = database.prepare<[string], Row>(
    `SELECT ${columns} FROM tasks t WHERE t.parent_id = ? AND t.deleted_at IS NULL ORDER BY t.born`,
  )
  // By depth first: a task that was nested by hand may be older than its parent.
  const hasChildren = database
    .prepare<[string], 0 | 1>(
      'SELECT EXISTS (SELECT 1 FROM tasks WHERE parent_id = ? AND deleted_at IS NULL)',
    )
    .pluck()
  // CROSS JOIN goes through `below` first: otherwise SQLite reads all tasks to have them in order.
  const subtree = database.prepare<[string], Row>(
    `WITH RECURSIVE below (id) AS (
       SELECT ? UNION ALL SELECT tasks.id FROM below JOIN tasks ON tasks.parent_id = below.id
     )
     SELECT ${columns} FROM below CROSS JOIN tasks t ON t.id = below.id ORDER BY t.depth, t.born`,
  )
  const withStatus = database.prepare<[string], Row>(
    `SELECT ${columns} FROM tasks t WHERE t.status IN (SELECT value FROM json_each(?)) ORDER BY t.born`,
  )

  return {
    get: (id) => fromOptionalRow(byId.get(id)),
    find(idOrDisplayId) {
      const name = idOrDisplayId.trim()
      if (!/^tsk_/i.test(name)) return fromOptionalRow(byDisplayId.get(name))
      return fromOptionalRow(byId.get(name) ?? byId.get(inCapitals(name)))
    },
    list: () => all.all().map(fromRow),
    deleted: () => deleted.all().map(fromRow),
    hasChildren: (id) => hasChildren.get(id) === 1,
    children: (id) => children.all(id).map(fromRow),
    subtree: (id) => subtree.all(id).map(fromRow),
    withStatus: (statuses) => withStatus.all(JSON.stringify(statuses)).map(fromRow),
  }
}

/** A task id as it is stored: ULIDs are in capitals, `tsk_` is not. */
const inCapitals = (id: string): string => `tsk_${id.slice(4).toUpperCase()}`

const fromOptionalRow = (row: Row | undefined): TaskSummary | null =>
  row === undefined ? null : fromRow(row)

const fromRow = ({ waitsFor, waitsUntil, ...row }: Row): TaskSummary => ({
  ...row,
  waits: waitsFor === null || waitsUntil === null ? null : { for: waitsFor, until: waitsUntil },
  background: row.background === 1,
  delegation: row.delegation === 1,
  awaited: row.awaited === 1,
})
