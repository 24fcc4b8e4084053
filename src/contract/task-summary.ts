import { z } from 'zod'
import { modeSnapshotIdSchema, providerIdSchema, taskIdSchema, workspaceIdSchema } from './ids.ts'
import { taskStatusSchema } from './task-status.ts'
import { needSchema, turnFailureSchema } from './turn-failure.ts'

/** A task as one row of the tree: what is kept in the `tasks` table, and nothing of its transcript. */
export const taskSummarySchema = z.object({
  id: taskIdSchema,
  displayId: z.string(),
  parentId: taskIdSchema.nullable(),
  rootId: taskIdSchema,
  depth: z.number().int(),
  background: z.boolean(),
  workspaceId: workspaceIdSchema,
  folder: z.string(),
  mode: z.string(),
  modeName: z.string(),
  modeSnapshotId: modeSnapshotIdSchema,
  delegation: z.boolean(),
  status: taskStatusSchema,
  statusReason: z.string().nullable(),
  /** What a paused task needs of its person, or a blocked one of its parent (`answer`), before it can go on; or null. */
  needs: needSchema.nullable(),
  /** A request that failed and is made again by itself: why it failed, and when that is (epoch ms). */
  waits: z.object({ for: turnFailureSchema.shape.kind, until: z.number() }).nullable(),
  title: z.string(),
  /** What it did last or waits for, in a few words: "apply_diff src/a.ts", "asks to run npm test". */
  activity: z.string(),
  providerId: providerIdSchema.nullable(),
  model: z.string().nullable(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  /** US dollars; null when no turn had a known price. */
  cost: z.number().nullable(),
  /**
   * That a limit of its own budget is used up or nearly so; absent where none is. Known of trees that are open, and
   * sent in the tree's stream only.
   */
  budgetMark: z.enum(['near', 'reached']).optional(),
  /**
   * What its work clashes with so far, by trial: another task's, or the folder's it is to go to (`with` null). Absent
   * where nothing does. Known of tasks at work in worktrees, and sent in the tree's stream only.
   */
  clashes: z
    .array(
      z.object({
        with: z.object({ taskId: taskIdSchema, displayId: z.string() }).nullable(),
        paths: z.array(z.string()),
      }),
    )
    .optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** When it was deleted (epoch ms), or null. Lists leave deleted tasks out unless they say otherwise. */
  deletedAt: z.number().nullable(),
  /** Whether a parent asked for it and has not had its result. */
  awaited: z.boolean(),
  /** When a person pinned it (epoch ms), or null: pinned ones stand first among those beside them. */
  pinnedAt: z.number().nullable(),
  /** When its root was archived with all below it (epoch ms), or null. Such a tree is shown only when asked for. */
  archivedAt: z.number().nullable(),
  /** What of its log cannot be read, in words, or null. Such a task can be read up to there, cancelled and deleted. */
  damage: z.string().nullable(),
})
export type TaskSummary = z.infer<typeof taskSummarySchema>
