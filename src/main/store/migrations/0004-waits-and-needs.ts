/**
 * What a paused task needs of its person, and what a task waits for before it asks its model again and until
 * when (epoch ms). All three follow from the log; tasks of before need nothing and wait for nothing.
 */
export const waitsAndNeeds = `
ALTER TABLE tasks ADD COLUMN needs TEXT;
ALTER TABLE tasks ADD COLUMN waits_for TEXT;
ALTER TABLE tasks ADD COLUMN waits_until INTEGER;
`
