import { z } from 'zod'
import { checkResultSchema } from './checks.ts'

/**
 * What the last test run that was seen came to. `unclear`: one was run in a line whose exit code is not its own,
 * such as `npm test | tail`.
 */
export const testsSeenSchema = z.enum(['passed', 'failed', 'unclear', 'none'])
export type TestsSeen = z.infer<typeof testsSeenSchema>

/** What a task did, told by its events and not by its model (N6). Lists are cut; `more…` counts the rest. */
export const receiptSchema = z.object({
  /** Files that its tools changed, each once. What commands changed is not among them. */
  files: z.array(
    z.object({
      path: z.string(),
      state: z.enum(['created', 'changed', 'deleted']),
      added: z.number().int(),
      removed: z.number().int(),
    }),
  ),
  moreFiles: z.number().int().nonnegative(),
  commands: z.array(
    z.object({
      command: z.string(),
      /** In words: "exit code 1", "time limit of 120 seconds reached". */
      ended: z.string(),
      exitCode: z.number().int().nullable(),
      /** Whether it is recognised as a test run. */
      test: z.boolean(),
    }),
  ),
  moreCommands: z.number().int().nonnegative(),
  tests: testsSeenSchema,
  /** What its summary claims of tests and no event bears out. */
  doubt: z.enum(['no_test_run', 'test_run_failed']).nullable(),
  /**
   * What became of the work in its worktree: taken over into the folder it was for, put on a branch, dropped by a
   * person, or kept where it is. Absent for a task that had no worktree of its own, and in old logs.
   */
  work: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('taken'), files: z.number().int(), left: z.number().int() }),
      z.object({
        type: z.literal('branched'),
        files: z.number().int(),
        left: z.number().int(),
        branch: z.string(),
      }),
      z.object({ type: z.literal('dropped') }),
      z.object({ type: z.literal('kept'), folder: z.string() }),
    ])
    .optional(),
  /** Of its work, the files that were not taken, or not all of. Absent when there are none. */
  left: z.array(z.string()).optional(),
  /** Where its work clashed with that of others on the way, and was brought together. Absent when nowhere. */
  clashes: z.array(z.string()).optional(),
  /** What the workspace's gate came to on its work, merged, the last time. Absent when there is none. */
  gate: z.array(checkResultSchema).optional(),
  /** How its checks came out when it finished; [] when it has none or did not get there. */
  checks: z.array(checkResultSchema),
  subtasks: z.array(
    z.object({
      displayId: z.string(),
      mode: z.string(),
      outcome: z.enum(['open', 'completed', 'failed', 'cancelled']),
      tests: testsSeenSchema,
    }),
  ),
  moreSubtasks: z.number().int().nonnegative(),
  /** Its own, without its subtasks'. */
  requests: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  cost: z.number().nullable(),
  /** From when it was made to its end, waiting included. */
  durationMs: z.number().nonnegative(),
})
export type Receipt = z.infer<typeof receiptSchema>
