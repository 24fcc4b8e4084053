import type { ModeSnapshotId, TaskId, WorkspaceId } from '../../../contract/ids.ts'
import { type TaskEventBody, type TaskEventOf, taskEventBodySchema } from '../../../contract/task-event.ts'
import type { TaskStatus } from '../../../contract/task-status.ts'
import type { Database } from '../database.ts'
import type { DamagedTask } from '../rebuild-tables.ts'

type Stored = { globalSeq: number; seq: number; at: number; type: string; payload: string }

/**
 * Moves a task's events from the damage on to `lost_events`. Of a task whose very beginning is damaged only
 * that is moved, and a new one put there that is made of what its row, its parent or its children know. Returns
 * how many were moved and, where one of them can still be read and says so, the status that the task had in the
 * end. Within a transaction.
 */
export function putAside(
  database: Database,
  { taskId, seq }: DamagedTask,
  at: number,
): { lost: number; status: TaskStatus | null } {
  const last = seq === 1 ? 1 : Number.MAX_SAFE_INTEGER
  const rows = database
    .prepare<[string, number, number], Stored>(
      `SELECT global_seq AS globalSeq, seq, at, type, payload FROM events
       WHERE task_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
    )
    .all(taskId, seq, last)
  const insert = database.prepare<[Record<string, unknown>]>(
    `INSERT OR REPLACE INTO lost_events (global_seq, task_id, seq, at, type, payload, lost_at)
     VALUES (@globalSeq, @taskId, @seq, @at, @type, @payload, @lostAt)`,
  )
  for (const row of rows) insert.run({ ...row, taskId, lostAt: at })
  database
    .prepare<[string, number, number]>('DELETE FROM events WHERE task_id = ? AND seq BETWEEN ? AND ?')
    .run(taskId, seq, last)
  if (seq === 1) begin(database, taskId, rows[0], at)
  const statuses = rows.flatMap(({ payload }) => {
    const body = parse(payload)
    return body?.type === 'status.changed' ? [body.to] : []
  })
  return { lost: rows.length, status: statuses.at(-1) ?? null }
}

/** Gives a task a first event anew. It stands where the old one stood, or before everything else. */
function begin(database: Database, taskId: TaskId, first: Stored | undefined, at: number): void {
  const oldest = database
    .prepare<[], number>('SELECT min(0, coalesce(min(global_seq), 0)) - 1 FROM events')
    .pluck()
    .get()
  const body = beginning(database, taskId)
  database
    .prepare<[Record<string, unknown>]>(
      `INSERT INTO events (global_seq, task_id, seq, at, type, payload)
       VALUES (@globalSeq, @taskId, 1, @at, 'task.created', @payload)`,
    )
    .run({
      globalSeq: first?.seq === 1 ? first.globalSeq : oldest,
      taskId,
      at: first?.at ?? at,
      payload: JSON.stringify(body),
    })
}

type Created = TaskEventOf<'task.created'>

function beginning(database: Database, taskId: TaskId): Created {
  const parts = [fromAside(database, taskId), fromParent(database, taskId), fromChild(database, taskId)]
  const workspace = database
    .prepare<[], { id: WorkspaceId; path: string }>(
      'SELECT id, path FROM workspaces ORDER BY opened_at DESC LIMIT 1',
    )
    .get()
  const mode = database
    .prepare<[], { id: ModeSnapshotId; snapshot: string }>(
      'SELECT id, snapshot FROM modes ORDER BY rowid LIMIT 1',
    )
    .get()
  if (workspace === undefined || mode === undefined) {
    throw new Error('There is no workspace and no mode left for a task to be in.')
  }
  const { slug, name } = { slug: 'code', name: 'Code', ...(JSON.parse(mode.snapshot) as object) }
  const lost = 'The beginning of this task was lost with a damaged part of the log.'
  const stub: Created = {
    type: 'task.created',
    displayId: `LOST-${taskId.slice(-4)}`,
    parentId: null,
    rootId: taskId,
    parentCallId: null,
    depth: 0,
    background: false,
    workspaceId: workspace.id,
    folder: workspace.path,
    mode: slug,
    modeName: name,
    modeSnapshotId: mode.id,
    delegation: true,
    title: 'Damaged task',
    message: lost,
    providerId: null,
    model: null,
  }
  // What is known best is damaged itself, maybe: then what is known second.
  for (let skipped = 0; skipped < parts.length; skipped++) {
    const body = { ...stub, ...Object.assign({}, ...parts.slice(skipped).toReversed()) } as Created
    if (taskEventBodySchema.safeParse(body).success && refersToWhatIsThere(database, body)) {
      return { ...body, displayId: freeName(database, body.displayId) }
    }
  }
  return { ...stub, displayId: freeName(database, stub.displayId) }
}

function refersToWhatIsThere(database: Database, { workspaceId, modeSnapshotId }: Created): boolean {
  return (
    database.prepare<[string]>('SELECT 1 FROM workspaces WHERE id = ?').get(workspaceId) !== undefined &&
    database.prepare<[string]>('SELECT 1 FROM modes WHERE id = ?').get(modeSnapshotId) !== undefined
  )
}

/** What a row of the tasks table said, where the repair kept one (see `keepRows`). */
function fromAside(database: Database, taskId: TaskId): Partial<Created> | null {
  const table = database
    .prepare<[], string>(`SELECT name FROM temp.sqlite_schema WHERE name = 'old_tasks'`)
    .pluck()
    .get()
  if (table === undefined) return null
  const row = database
    .prepare<[string], Record<string, unknown>>(
      `SELECT display_id AS displayId, parent_id AS parentId, root_id AS rootId, parent_call_id AS parentCallId, depth,
         background, workspace_id AS workspaceId, folder, mode, mode_name AS modeName,
         mode_snapshot_id AS modeSnapshotId, delegation, title, provider_id AS providerId, model
       FROM temp.old_tasks WHERE id = ?`,
    )
    .get(taskId)
  if (row === undefined) return null
  const { background, delegation } = row
  return { ...row, background: background === 1, delegation: delegation === 1 } as Partial<Created>
}

/** What the parent's log says of the child it started. */
function fromParent(database: Database, taskId: TaskId): Partial<Created> | null {
  const started = database
    .prepare<[string], { parentId: TaskId; payload: string }>(
      `SELECT task_id AS parentId, payload FROM events
       WHERE type = 'subtask.started' AND json_valid(payload) AND payload ->> 'childId' = ? LIMIT 1`,
    )
    .get(taskId)
  const body = parse(started?.payload)
  const parent = started === undefined ? null : createdOf(database, started.parentId)
  if (started === undefined || parent === null || body?.type !== 'subtask.started') return null
  const { rootId, workspaceId, folder, providerId, model, modeSnapshotId } = parent
  return {
    ...{ rootId, workspaceId, folder, providerId, model, modeSnapshotId },
    displayId: body.childDisplayId,
    parentId: started.parentId,
    parentCallId: body.callId,
    depth: parent.depth + 1,
    background: body.background,
    mode: body.mode,
    modeName: body.mode,
    message: body.message,
    title: body.message.slice(0, 80),
  }
}

/** What a child's beginning says of where its parent works. */
function fromChild(database: Database, taskId: TaskId): Partial<Created> | null {
  const payload = database
    .prepare<[string], string>(
      `SELECT payload FROM events
       WHERE type = 'task.created' AND json_valid(payload) AND payload ->> 'parentId' = ? LIMIT 1`,
    )
    .pluck()
    .get(taskId)
  const body = parse(payload)
  if (body?.type !== 'task.created') return null
  const { workspaceId, folder, providerId, model } = body
  const isRoot = body.rootId === taskId
  return {
    workspaceId,
    folder,
    providerId,
    model,
    ...(isRoot ? {} : { rootId: body.rootId, depth: body.depth - 1 }),
  }
}

function createdOf(database: Database, taskId: TaskId): Created | null {
  const payload = database
    .prepare<[string], string>('SELECT payload FROM events WHERE task_id = ? AND seq = 1')
    .pluck()
    .get(taskId)
  const body = parse(payload)
  return body?.type === 'task.created' ? body : null
}

function freeName(database: Database, wanted: string): string {
  const taken = database.prepare<[string]>(
    `SELECT 1 FROM events WHERE type = 'task.created' AND json_valid(payload) AND payload ->> 'displayId' = ?`,
  )
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`
    if (taken.get(name) === undefined) return name
  }
}

function parse(payload: string | undefined): TaskEventBody | null {
  try {
    return taskEventBodySchema.parse(JSON.parse(payload ?? ''))
  } catch {
    return null
  }
}

/** Keeps the rows of tasks, which a rebuild empties, until the connection is closed: they may know a lost beginning. */
export function keepRows(database: Database): void {
  database.exec(
    'DROP TABLE IF EXISTS temp.old_tasks; CREATE TEMP TABLE old_tasks AS SELECT * FROM main.tasks',
  )
}
