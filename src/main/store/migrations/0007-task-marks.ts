/**
 * What people put on tasks to find their way, which does not follow from the log: when one was pinned, and when a
 * root was archived with all below it. Times are epoch milliseconds, null where it is not.
 */
export const taskMarks = `
CREATE TABLE task_marks (
  task_id TEXT PRIMARY KEY,
  pinned_at INTEGER,
  archived_at INTEGER
) STRICT, WITHOUT ROWID;
`
