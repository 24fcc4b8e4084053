/**
 * When a task was deleted (epoch ms), how often it asked its model, and the limits set at it as JSON (null
 * without any). All three follow from the log.
 */
export const deletedAndBudgets = `
ALTER TABLE tasks ADD COLUMN deleted_at INTEGER;
CREATE INDEX tasks_deleted ON tasks (deleted_at) WHERE deleted_at IS NOT NULL;
ALTER TABLE tasks ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN budget TEXT;
UPDATE tasks SET requests = (SELECT count(*) FROM events WHERE task_id = tasks.id AND type = 'turn.requested');
`
