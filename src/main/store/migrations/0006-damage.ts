/**
 * Tasks whose log cannot be read to its end, with what is wrong in words, and the events that a repair took
 * out of a damaged log. Neither follows from the log. Times are epoch milliseconds.
 */
export const damage = `
CREATE TABLE damaged_tasks (
  task_id TEXT PRIMARY KEY,
  words TEXT NOT NULL,
  found_at INTEGER NOT NULL
) STRICT;
CREATE TABLE lost_events (
  global_seq INTEGER PRIMARY KEY,
  task_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  payload TEXT NOT NULL,
  lost_at INTEGER NOT NULL
) STRICT;
`
