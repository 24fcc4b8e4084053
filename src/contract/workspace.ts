import { z } from 'zod'
import { workspaceIdSchema } from './ids.ts'

/** A folder that was opened. Its prefix and counter make the display ids of its tasks (R33). */
export const workspaceSchema = z.object({
  id: workspaceIdSchema,
  /** Absolute real path. */
  path: z.string(),
  name: z.string(),
  /** Two or three capitals made from the name, unique among the workspaces: `TL` in `TL-12`. */
  prefix: z.string(),
  /** Whether the person vouched for what lies in it. Before that its modes and rules are not obeyed. */
  trusted: z.boolean(),
  openedAt: z.number(),
})
export type Workspace = z.infer<typeof workspaceSchema>

/** A workspace as the start screen shows it. */
export const workspaceStateSchema = workspaceSchema.extend({
  /** Whether the folder is there now. */
  available: z.boolean(),
  /** The checked-out branch, or null when it is no git repository or its HEAD is detached. */
  branch: z.string().nullable(),
  isRepository: z.boolean(),
})
export type WorkspaceState = z.infer<typeof workspaceStateSchema>
