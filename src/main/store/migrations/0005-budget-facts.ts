/**
 * An index over the few facts of the log from which the time a tree was at work follows, so that it can be read
 * without the rest of the log.
 */
export const budgetFacts = `
CREATE INDEX events_of_budgets ON events (task_id, global_seq)
  WHERE type IN ('status.changed', 'limit.reached', 'budget.set');
`
