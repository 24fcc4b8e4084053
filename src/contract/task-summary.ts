import { z } from 'zod'
import { modeSnapshotIdSchema, providerIdSchema, taskIdSchema, workspaceIdSchema } from './ids.ts'
import { taskStatusSchema } from './task-status.ts'

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
  title: z.string(),
  /** What it did last or waits for, in a few words: "apply_diff src/a.ts", "asks to run npm test". */
  activity: z.string(),
  providerId: providerIdSchema.nullable(),
  model: z.string().nullable(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  /** US dollars; null when no turn had a known price. */
  cost: z.number().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** When it was deleted (epoch ms), or null. Lists leave deleted tasks out unless they say otherwise. */
  deletedAt: z.number().nullable(),
})
export type TaskSummary = z.infer<typeof taskSummarySchema>
