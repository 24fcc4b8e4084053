import type { CallId, TaskId } from '../../contract/ids.ts'
import { type TaskEventBody, taskEventBodySchema } from '../../contract/task-event.ts'
import type { Database } from './database.ts'
import type { ChangeFact, Store } from './store.ts'

const kept = [
  ...['worktree.opened', 'work.landed', 'work.branched', 'work.dropped', 'work.reverted'],
  'edits.reverted',
]

/** Edits are of two kinds: without their patches, which may be long. */
type EditRow = {
  kind: 'edit' | 'delete'
  path: string
  added: number | null
  removed: number | null
  created: 0 | 1 | null
}
type Row = Partial<EditRow> & { at: number; payload: string | null }

/** Reads what tasks changed in files out of their logs, one search in the index of logs for each task. */
export function createChanges(database: Database): Store['changes'] {
  const isEdit = `type = 'tool.finished' AND json_valid(payload) AND payload ->> '$.display.type' IN ('edit', 'delete')`
  const facts = database.prepare<[TaskId, string], Row>(
    `SELECT at,
       CASE WHEN type = 'tool.finished' THEN NULL ELSE payload END AS payload,
       CASE WHEN type = 'tool.finished' THEN payload ->> '$.display.type' END AS kind,
       CASE WHEN type = 'tool.finished' THEN payload ->> '$.display.path' END AS path,
       CASE WHEN type = 'tool.finished' THEN payload ->> '$.display.added' END AS added,
       CASE WHEN type = 'tool.finished' THEN payload ->> '$.display.removed' END AS removed,
       CASE WHEN type = 'tool.finished' THEN payload ->> '$.display.created' END AS created
     FROM events WHERE task_id = ? AND (type IN (SELECT value FROM json_each(?)) OR (${isEdit}))
     ORDER BY seq`,
  )
  const patches = database.prepare<[TaskId, string], { callId: CallId; patch: string }>(
    `SELECT payload ->> '$.callId' AS callId, payload ->> '$.display.patch' AS patch
     FROM events WHERE task_id = ? AND ${isEdit} AND payload ->> '$.display.type' = 'edit'
       AND payload ->> '$.display.path' = ? ORDER BY seq LIMIT 100`,
  )
  const names = JSON.stringify(kept)
  return {
    ofTask: (id) => facts.all(id, names).flatMap((row) => fromRow(row) ?? []),
    patches: (id, path) => patches.all(id, path),
  }
}

function fromRow({ at, payload, kind, path, added, removed, created }: Row): ChangeFact | null {
  if (payload !== null && payload !== undefined) {
    const body = parse(payload)
    switch (body?.type) {
      case 'worktree.opened':
      case 'work.landed':
      case 'work.branched':
      case 'work.dropped':
      case 'work.reverted':
        return { at, type: 'work', body }
      case 'edits.reverted': {
        const state = body.after === null ? 'deleted' : body.before === null ? 'created' : 'changed'
        return { at, type: 'edit', path: body.path, state, added: 0, removed: 0 }
      }
      default:
        return null
    }
  }
  if (typeof path !== 'string') return null
  if (kind === 'delete') return { at, type: 'edit', path, state: 'deleted', added: 0, removed: 0 }
  const state = created === 1 ? 'created' : 'changed'
  return { at, type: 'edit', path, state, added: Number(added), removed: Number(removed) }
}

/** A damaged fact is told of where its task is read; here it only goes uncounted. */
function parse(payload: string): TaskEventBody | null {
  try {
    return taskEventBodySchema.safeParse(JSON.parse(payload)).data ?? null
  } catch {
    return null
  }
}
