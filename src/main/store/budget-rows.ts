import type { TaskId } from '../../contract/ids.ts'
import { type TaskEventBody, taskEventBodySchema } from '../../contract/task-event.ts'
import { isEnded, taskStatuses } from '../../contract/task-status.ts'
import type { Database } from './database.ts'
import type { BudgetRow, Store } from './store.ts'

type FactRow = { taskId: TaskId; at: number; payload: string; lastSign: number }

/** Reads what the budgets of a tree rest on: one search in each of two indexes, whatever else is stored. */
export function createBudgetRows(database: Database): Store['budgets'] {
  const tasks = database.prepare<[TaskId], BudgetRow>(
    `SELECT t.id, t.parent_id AS parentId, t.depth, t.status, t.requests, t.input_tokens + t.output_tokens AS tokens,
       t.output_tokens AS outputTokens, t.cost,
       (SELECT max(seq) FROM events WHERE task_id = t.id) AS lastSeq
     FROM tasks t WHERE t.root_id = ? ORDER BY t.depth, t.born`,
  )
  // What is written in the moment of an interruption is no sign of life: after a crash that moment is the next start.
  const facts = database.prepare<[TaskId], FactRow>(
    `SELECT e.task_id AS taskId, e.at, e.payload, coalesce((
         SELECT p.at FROM events p
         WHERE p.task_id = e.task_id AND p.seq < e.seq AND p.at < e.at
         ORDER BY p.seq DESC LIMIT 1), e.at) AS lastSign
     FROM tasks t CROSS JOIN events e
       ON e.task_id = t.id AND e.type IN ('status.changed', 'limit.reached', 'budget.set')
     WHERE t.root_id = ? ORDER BY e.global_seq`,
  )
  const openRoots = database
    .prepare<[string], TaskId>(
      `SELECT DISTINCT root_id FROM tasks
       WHERE status IN (SELECT value FROM json_each(?)) AND budget IS NOT NULL`,
    )
    .pluck()
  return {
    openRoots: () => openRoots.all(JSON.stringify(taskStatuses.filter((status) => !isEnded(status)))),
    ofTree: (rootId) => ({
      tasks: tasks.all(rootId),
      facts: facts.all(rootId).flatMap(({ payload, ...fact }) => {
        const body = parse(payload)
        return body === null ? [] : [{ ...fact, body }]
      }),
    }),
  }
}

/** A damaged fact is told of where its task is read; here it only goes uncounted. */
function parse(payload: string): TaskEventBody | null {
  try {
    return taskEventBodySchema.safeParse(JSON.parse(payload)).data ?? null
  } catch {
    return null
  }
}
