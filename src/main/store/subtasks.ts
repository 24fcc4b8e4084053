import type { TaskId } from '../../contract/ids.ts'
import type { Database } from './database.ts'
import type { Store, SubtaskLink } from './store.ts'

type Row = {
  parentId: TaskId
  parentCallId: string
  childId: TaskId
  background: 0 | 1
  outcome: SubtaskLink['outcome']
}

const columns = `parent_id AS parentId, parent_call_id AS parentCallId, child_id AS childId, background, outcome`

/** Reads the `subtasks` table; rows come from the log alone. */
export function createSubtasks(database: Database): Store['subtasks'] {
  const ofChild = database.prepare<[string], Row>(`SELECT ${columns} FROM subtasks WHERE child_id = ?`)
  const ofCall = database.prepare<[string], Row>(`SELECT ${columns} FROM subtasks WHERE parent_call_id = ?`)
  return {
    ofChild: (childId) => fromRow(ofChild.get(childId)),
    ofCall: (parentCallId) => fromRow(ofCall.get(parentCallId)),
  }
}

function fromRow(row: Row | undefined): SubtaskLink | null {
  return row === undefined ? null : { ...row, background: row.background === 1 }
}
