import { basename } from 'node:path'
import type { TaskId } from '../../../contract/ids.ts'
import type { Database } from '../database.ts'
import type { DamagedTask } from '../rebuild-tables.ts'

/**
 * How many places of the log of the whole app are empty that no repair accounts for. Places are given one
 * after the other, and an event leaves its own only in a repair.
 */
export function countMissing(database: Database): number {
  const value = (sql: string) => database.prepare<[], number>(sql).pluck().get() ?? 0
  const given = Math.max(
    value('SELECT max(global_seq) FROM events'),
    value(`SELECT seq FROM sqlite_sequence WHERE name = 'events'`),
  )
  const isMended = value('SELECT EXISTS (SELECT 1 FROM lost_events)') === 1
  // The union sorts the whole log, which is not needed where nothing was ever put aside.
  const accounted = isMended
    ? value(
        `SELECT count(*) FROM (SELECT global_seq FROM events WHERE global_seq > 0
         UNION SELECT global_seq FROM lost_events WHERE global_seq > 0)`,
      )
    : value('SELECT count(*) FROM events WHERE global_seq > 0')
  return Math.max(0, given - accounted)
}

/** Notes every empty place of the log as lost, so that it is not found missing again. */
export function acknowledgeGaps(database: Database, at: number): void {
  database
    .prepare<[Record<string, unknown>]>(
      `WITH RECURSIVE
         held (place) AS (
           SELECT global_seq FROM events WHERE global_seq > 0
           UNION SELECT global_seq FROM lost_events WHERE global_seq > 0
           UNION SELECT 0 UNION SELECT seq + 1 FROM sqlite_sequence WHERE name = 'events'
         ),
         gaps (place, last) AS (
           SELECT place + 1, next - 1
           FROM (SELECT place, lead(place) OVER (ORDER BY place) AS next FROM held)
           WHERE next > place + 1
         ),
         empty (place, last) AS (SELECT * FROM gaps UNION ALL SELECT place + 1, last FROM empty WHERE place < last)
       INSERT INTO lost_events (global_seq, task_id, seq, at, type, payload, lost_at)
       SELECT place, '', 0, @at, '', '', @at FROM empty`,
    )
    .run({ at })
}

/** Tasks that others refer to, or of which a row was kept, and of which no event is left. */
export function tasksWithoutLog(database: Database): DamagedTask[] {
  const hasOldRows =
    database.prepare(`SELECT 1 FROM temp.sqlite_schema WHERE name = 'old_tasks'`).get() !== undefined
  const ids = database
    .prepare<[], TaskId>(
      `SELECT id FROM (
         SELECT parent_id AS id FROM main.tasks UNION SELECT root_id FROM main.tasks UNION SELECT child_id FROM subtasks
         ${hasOldRows ? 'UNION SELECT id FROM temp.old_tasks' : ''}
       ) WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM main.tasks)`,
    )
    .pluck()
    .all()
  return ids.map((taskId) => ({ taskId, seq: 1, why: `The log of the task ${taskId} is lost altogether.` }))
}

type Beginning = {
  workspaceId: string
  folder: string
  displayId: string
  mode: string
  modeName: string
  modeSnapshotId: string
}

/**
 * Makes workspaces and modes that tasks refer to and that are lost, from what the tasks' beginnings say of
 * them. Nothing in them is trusted or allowed.
 */
export function addStandIns(database: Database): void {
  const beginnings = database
    .prepare<[], string>(
      `SELECT payload FROM events WHERE type IN ('task.created', 'mode.switched') AND json_valid(payload)`,
    )
    .pluck()
    .iterate()
  const workspaces = new Map<string, Beginning & { number: number }>()
  const modes = new Map<string, { slug: string; name: string }>()
  for (const payload of beginnings) {
    const body = JSON.parse(payload) as Partial<Beginning> & { to?: string }
    if (body.modeSnapshotId !== undefined) {
      modes.set(body.modeSnapshotId, {
        slug: body.mode ?? body.to ?? 'lost',
        name: body.modeName ?? 'Lost mode',
      })
    }
    if (body.workspaceId === undefined) continue
    const number = Number(/\d+$/.exec(body.displayId ?? '')?.[0] ?? 0)
    const known = workspaces.get(body.workspaceId)
    workspaces.set(body.workspaceId, { ...(body as Beginning), number: Math.max(number, known?.number ?? 0) })
  }
  const insertMode = database.prepare<[string, string]>(
    'INSERT INTO modes (id, snapshot) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  for (const [id, { slug, name }] of modes) {
    const roleDefinition = 'What this mode was told is lost. Switch the task to another mode.'
    insertMode.run(id, JSON.stringify({ slug, name, roleDefinition, groups: [], source: 'user' }))
  }
  const insertWorkspace = database.prepare<[Record<string, unknown>]>(
    `INSERT INTO workspaces (id, path, name, prefix, next_number, trusted, opened_at)
     VALUES (@id, @path, @name, @prefix, @next, 0, 0) ON CONFLICT (id) DO UPDATE SET next_number = max(next_number, @next)`,
  )
  const taken = database.prepare<[string, string, string]>(
    'SELECT 1 FROM workspaces WHERE id <> ? AND (prefix = ? OR path = ?)',
  )
  for (const [id, { folder, displayId, number }] of workspaces) {
    const prefix = displayId.replace(/-\d+$/, '')
    const clash = taken.get(id, prefix, folder) !== undefined
    insertWorkspace.run({
      id,
      path: clash ? `${folder} (${id})` : folder,
      name: basename(folder) || folder,
      prefix: clash ? id.slice(-6) : prefix,
      next: number + 1,
    })
  }
}
