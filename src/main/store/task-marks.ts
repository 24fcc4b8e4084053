import type { Database } from './database.ts'
import type { Store } from './store.ts'

/** Keeps what people put on tasks beside the log; a rebuild of the tables from the log leaves it as it is. */
export function createTaskMarks(database: Database): Store['marks'] {
  const set = (column: 'pinned_at' | 'archived_at') =>
    database.prepare<[string, number | null]>(
      `INSERT INTO task_marks (task_id, ${column}) VALUES (?, ?)
       ON CONFLICT (task_id) DO UPDATE SET ${column} = excluded.${column}`,
    )
  const pinned = set('pinned_at')
  const archived = set('archived_at')
  return {
    setPinned: (taskId, at) => void pinned.run(taskId, at),
    setArchived: (rootId, at) => void archived.run(rootId, at),
  }
}
