/**
 * The log, the tables that follow from it, and what is kept beside it.
 *
 * Times are epoch milliseconds. `born` is the place in the log of the task's first event, so that order
 * of birth is exact. Followed from the log and made anew by `rebuildTables`: tasks, tool_calls, approvals,
 * subtasks, summaries and usage. A row of these never holds what the log holds in full.
 */
export const firstTables = `
CREATE TABLE events (
  global_seq INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  payload TEXT NOT NULL,
  UNIQUE (task_id, seq)
) STRICT;

CREATE TABLE workspaces (
  id TEXT PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL COLLATE NOCASE UNIQUE,
  next_number INTEGER NOT NULL DEFAULT 1,
  trusted INTEGER NOT NULL DEFAULT 0,
  opened_at INTEGER NOT NULL
) STRICT;

CREATE TABLE modes (
  id TEXT PRIMARY KEY,
  snapshot TEXT NOT NULL
) STRICT;

CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  born INTEGER NOT NULL UNIQUE,
  display_id TEXT NOT NULL COLLATE NOCASE UNIQUE,
  parent_id TEXT REFERENCES tasks (id),
  root_id TEXT NOT NULL REFERENCES tasks (id),
  parent_call_id TEXT,
  depth INTEGER NOT NULL,
  background INTEGER NOT NULL,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  folder TEXT NOT NULL,
  mode TEXT NOT NULL,
  mode_name TEXT NOT NULL,
  mode_snapshot_id TEXT NOT NULL REFERENCES modes (id),
  delegation INTEGER NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT,
  title TEXT NOT NULL,
  activity TEXT NOT NULL,
  provider_id TEXT,
  model TEXT,
  input_tokens INTEGER NOT NULL DEFAULT 0,
  output_tokens INTEGER NOT NULL DEFAULT 0,
  cost REAL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tasks_by_parent ON tasks (parent_id, born);
CREATE INDEX tasks_by_root ON tasks (root_id, born);
CREATE INDEX tasks_by_workspace ON tasks (workspace_id, born);
CREATE INDEX tasks_by_status ON tasks (status, born);

CREATE TABLE tool_calls (
  call_id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES tasks (id),
  turn_id TEXT NOT NULL,
  name TEXT NOT NULL,
  target TEXT NOT NULL,
  status TEXT NOT NULL,
  action TEXT,
  granted_by TEXT,
  rule TEXT,
  command_id TEXT,
  pid INTEGER,
  outcome TEXT,
  started_at INTEGER,
  finished_at INTEGER,
  duration_ms REAL
) STRICT;
CREATE INDEX tool_calls_open ON tool_calls (task_id) WHERE outcome IS NULL;

CREATE TABLE approvals (
  approval_id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES tasks (id),
  seq INTEGER NOT NULL,
  call_id TEXT NOT NULL,
  action TEXT NOT NULL,
  asks TEXT NOT NULL,
  hash TEXT NOT NULL,
  why TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  decision TEXT,
  feedback TEXT NOT NULL DEFAULT '',
  decided_at INTEGER
) STRICT;
CREATE INDEX approvals_open ON approvals (task_id) WHERE decision IS NULL;

CREATE TABLE subtasks (
  parent_call_id TEXT PRIMARY KEY,
  parent_id TEXT NOT NULL REFERENCES tasks (id),
  child_id TEXT NOT NULL UNIQUE REFERENCES tasks (id) DEFERRABLE INITIALLY DEFERRED,
  child_display_id TEXT NOT NULL,
  background INTEGER NOT NULL,
  outcome TEXT,
  started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX subtasks_open ON subtasks (parent_id) WHERE outcome IS NULL;

CREATE TABLE summaries (
  parent_call_id TEXT PRIMARY KEY REFERENCES subtasks (parent_call_id),
  parent_id TEXT NOT NULL,
  child_id TEXT NOT NULL UNIQUE,
  outcome TEXT NOT NULL,
  summary TEXT NOT NULL,
  returned_at INTEGER NOT NULL
) STRICT;

CREATE TABLE usage (
  turn_id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES tasks (id),
  mode TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  model TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL DEFAULT 0,
  output_tokens INTEGER NOT NULL DEFAULT 0,
  cached_tokens INTEGER NOT NULL DEFAULT 0,
  cost REAL,
  duration_ms REAL,
  requested_at INTEGER NOT NULL,
  committed_at INTEGER
) STRICT;
CREATE INDEX usage_by_task ON usage (task_id, requested_at);

CREATE TABLE providers (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  scope TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (scope, scope_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
  key TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE layouts (
  key TEXT PRIMARY KEY,
  json TEXT NOT NULL
) STRICT;
`
