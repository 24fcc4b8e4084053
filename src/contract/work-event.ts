import { z } from 'zod'
import { checkResultSchema } from './checks.ts'
import { clashSchema } from './work.ts'

const filesSchema = z.array(z.object({ path: z.string(), change: z.enum(['added', 'changed', 'deleted']) }))

/** What can happen to the work of a task in a worktree of its own, from its beginning to where it ends up. Part of the log. */
export const workEventSchemas = [
  z.object({
    type: z.literal('worktree.opened'),
    /** The absolute path the task works in from now on, and the one it was made from. */
    folder: z.string(),
    from: z.string(),
    /** The commit that holds the other folder as it was, uncommitted work included. */
    base: z.string(),
    /** What is otherwise than in that folder, for people. */
    notes: z.array(z.string()),
  }),
  z.object({
    type: z.literal('worktree.prepared'),
    /** What the workspace's set-up commands came to. A failed one does not keep the task from beginning. */
    results: z.array(checkResultSchema),
  }),
  z.object({
    type: z.literal('worktree.updated'),
    /** The worktree now also holds what lay in the other folder, as of this commit, and builds on it. */
    base: z.string(),
    /** The commit that holds both, to be taken over if it passes the gate. */
    own: z.string(),
    /** Paths of which not everything was taken: the rest is not in the worktree any more. */
    left: z.array(z.string()).optional(),
  }),
  z.object({
    type: z.literal('work.tested'),
    /** What the workspace's gate came to on the merged work. */
    results: z.array(checkResultSchema),
  }),
  z.object({
    type: z.literal('work.conflicted'),
    /** The state of the other folder that the worktree now builds on. */
    base: z.string(),
    /** The commit that holds the task's own work, without markers. Absent in old logs. */
    own: z.string().optional(),
    conflicts: z.array(clashSchema),
    /** As with `worktree.updated`. */
    left: z.array(z.string()).optional(),
  }),
  z.object({
    type: z.literal('work.landed'),
    /** The folder that the work was taken into; the task's own worktree is closed by it. */
    into: z.string(),
    /** The commits of that folder before and after. */
    before: z.string(),
    after: z.string(),
    files: filesSchema,
    /** Paths of which not everything was taken. */
    left: z.array(z.string()).optional(),
    /** The commit that was made of it on the branch of that folder. */
    commit: z.object({ id: z.string(), branch: z.string() }).optional(),
    /** Why there is none though one was wanted, and whatever else a person should know. */
    note: z.string().optional(),
  }),
  z.object({
    type: z.literal('work.branched'),
    /** The branch that holds the work, and its commit. The other folder stays as it was. */
    into: z.string(),
    branch: z.string(),
    commit: z.string(),
    files: filesSchema,
    left: z.array(z.string()).optional(),
  }),
  z.object({
    type: z.literal('work.dropped'),
    /** The folder that it was not taken into, and the commit that still holds it. */
    into: z.string(),
    kept: z.string(),
  }),
  z.object({
    type: z.literal('work.reverted'),
    into: z.string(),
    before: z.string(),
    after: z.string(),
    files: filesSchema,
  }),
] as const
export type WorkEventBody = z.infer<(typeof workEventSchemas)[number]>
