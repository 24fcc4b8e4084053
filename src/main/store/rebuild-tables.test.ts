import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import { taskEventBodySchema } from '../../contract/task-event.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Choice } from '../testing/random-call-moves.ts'
import { historyArbitrary, writeHistory } from '../testing/random-history.ts'
import { temporaryStore } from '../testing/sample-store.ts'
import { connectForWriting, type Database } from './database.ts'
import { databasePath } from './open-database.ts'
import { projectedTables } from './projection-statements.ts'
import { rebuildTables } from './rebuild-tables.ts'
import type { Store } from './store.ts'

const dump = (database: Database) =>
  Object.fromEntries(
    projectedTables.map((table) => [table, database.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all()]),
  )

/** A store with that history, and a second connection to look at its tables. */
function prepare(choices: readonly Choice[]) {
  const { folder, store } = temporaryStore()
  store.transaction(() => writeHistory(store, choices))
  const database = connectForWriting(databasePath(folder))
  onTestFinished(() => {
    database.close()
  })
  return { store, database }
}

const samples = fc.sample(historyArbitrary, { numRuns: 60, seed: 20 })

test('a rebuild gives the rows that were written live', () => {
  fc.assert(
    fc.property(historyArbitrary, (choices) => {
      const { database } = prepare(choices)
      const live = dump(database)
      expect(live.tasks?.length).toBeGreaterThanOrEqual(Math.min(1, choices.length))
      rebuildTables(database)
      expect(dump(database)).toEqual(live)
    }),
    { numRuns: 40 },
  )
})

test('a rebuild leaves what people put on tasks', () => {
  const { store, database } = prepare(samples.flat().slice(0, 100))
  const [task] = store.tasks.list()
  if (task === undefined) throw new Error('The history has no task.')
  store.marks.setPinned(task.id, 5)
  store.marks.setArchived(task.rootId, 7)
  rebuildTables(database)
  expect(store.tasks.get(task.id)).toMatchObject({ pinnedAt: 5, archivedAt: 7 })
  store.marks.setPinned(task.id, null)
  expect(store.tasks.get(task.id)).toMatchObject({ pinnedAt: null, archivedAt: 7 })
})

test('rebuilds from the log alone, whatever stands in the tables', () => {
  const { database } = prepare(samples.flat().slice(0, 400))
  const live = dump(database)
  database.exec(
    `UPDATE tasks SET status = 'failed', activity = 'wrong', input_tokens = -1; DELETE FROM usage`,
  )
  rebuildTables(database)
  expect(dump(database)).toEqual(live)
})

test('the histories have a bit of everything in them', () => {
  const { database } = prepare(samples.flat())
  const types = database.prepare('SELECT DISTINCT type FROM events').pluck().all()
  expect(
    taskEventBodySchema.options.map(({ shape }) => shape.type.value).filter((type) => !types.includes(type)),
  ).toEqual([])
  const rows = Object.entries(dump(database)).map(([table, all]) => [table, all.length > 20])
  expect(rows).toEqual(projectedTables.map((table) => [table, true]))
})

test('the rows say what the reducer says of the same log', () => {
  fc.assert(
    fc.property(historyArbitrary, (choices) => {
      const { store, database } = prepare(choices)
      for (const task of store.tasks.list()) {
        const view = replayTask(store.events.read(task.id, 0, 10_000))
        if (view === null) throw new Error(`${task.id} has no log.`)
        expect(factsOfRows(store, database, task.id)).toEqual(factsOfView(view))
      }
    }),
    { numRuns: 40 },
  )
})

function factsOfRows(store: Store, database: Database, id: TaskId) {
  const {
    activity: _activity,
    damage: _damage,
    // What people put on tasks is beside the log, and whether one is awaited is its parent's affair.
    awaited: _awaited,
    pinnedAt: _pinnedAt,
    archivedAt: _archivedAt,
    ...summary
  } = store.tasks.get(id) ?? { activity: '', damage: null, awaited: false, pinnedAt: null, archivedAt: null }
  const all = (sql: string) => database.prepare(sql).all(id)
  return {
    ...summary,
    calls: all(
      `SELECT call_id AS callId, name, status, action, rule, command_id AS commandId, outcome, started_at AS startedAt,
         finished_at AS finishedAt FROM tool_calls WHERE task_id = ? ORDER BY call_id`,
    ),
    approvals: all(
      `SELECT approval_id AS approvalId, action, hash, why, requested_at AS requestedAt, decision, feedback
       FROM approvals a WHERE task_id = ? AND rowid = (SELECT max(rowid) FROM approvals b WHERE b.call_id = a.call_id)
       ORDER BY call_id`,
    ),
    subtasks: all(
      `SELECT l.child_id AS childId, l.outcome, s.summary FROM subtasks l LEFT JOIN summaries s USING (parent_call_id)
       WHERE l.parent_id = ? ORDER BY l.parent_call_id`,
    ),
  }
}

function factsOfView(view: TaskView) {
  const calls = Object.values(view.calls).sort((a, b) => (a.callId < b.callId ? -1 : 1))
  const { id, displayId, parentId, rootId, depth, background, workspaceId, folder, mode, modeName } = view
  const { modeSnapshotId, delegation, status, statusReason, title, providerId, model, createdAt, updatedAt } =
    view
  const { deletedAt, needs, waits } = view
  return {
    ...{ id, displayId, parentId, rootId, depth, background, workspaceId, folder, mode, modeName },
    ...{ modeSnapshotId, delegation, status, statusReason, title, providerId, model, createdAt, updatedAt },
    ...{ deletedAt, needs, waits },
    inputTokens: view.usage.inputTokens,
    outputTokens: view.usage.outputTokens,
    cost: view.usage.cost,
    calls: calls.map(({ callId, name, status, grant, commandId, outcome, startedAt, finishedAt }) => {
      const action = grant === null ? null : 'read'
      return {
        callId,
        name,
        status,
        action,
        rule: grant?.rule ?? null,
        commandId,
        outcome,
        startedAt,
        finishedAt,
      }
    }),
    approvals: calls.flatMap(({ approval }) => {
      if (approval === null) return []
      const { subject: _subject, edited: _edited, work: _work, ...asked } = approval
      return [asked]
    }),
    subtasks: calls.flatMap(({ subtask }) =>
      subtask === null
        ? []
        : [{ childId: subtask.childId, outcome: subtask.outcome, summary: subtask.summary }],
    ),
  }
}

test('a rebuild that meets damaged events names their tasks and rebuilds every other', () => {
  const { database } = prepare(samples.flat().slice(0, 200))
  const live = dump(database)
  const victims = database
    .prepare(
      'SELECT task_id FROM events GROUP BY task_id HAVING count(*) > 5 ORDER BY min(global_seq) LIMIT 2',
    )
    .pluck()
    .all() as TaskId[]
  database.exec(`UPDATE events SET payload = '{}' WHERE task_id = '${victims[0]}' AND seq = 3;
    DELETE FROM events WHERE task_id = '${victims[1]}' AND seq = 2`)
  const named = rebuildTables(database).sort((one, other) => other.seq - one.seq)
  expect(named).toEqual([
    { taskId: victims[0], seq: 3, why: expect.stringContaining('event 3') },
    { taskId: victims[1], seq: 2, why: expect.stringContaining('event 2') },
  ])
  expect(withoutTasks(dump(database), victims)).toEqual(withoutTasks(live, victims))
  expect(dump(database).tasks).toHaveLength(live.tasks?.length ?? 0)
})

/** Rows of other tasks. What a damaged parent had still to write of a child is the parent's own. */
function withoutTasks(tables: ReturnType<typeof dump>, ids: TaskId[]) {
  return Object.entries(tables).map(([table, rows]) => [
    table,
    (rows as Record<string, unknown>[]).filter(
      ({ id, task_id, parent_id }) =>
        ![id, task_id, table === 'tasks' ? null : parent_id].some((one) => ids.includes(one as TaskId)),
    ),
  ])
}
