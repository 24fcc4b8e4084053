import { oc } from '@orpc/contract'
import { z } from 'zod'
import { callIdSchema, taskIdSchema } from './ids.ts'

const task = z.object({ taskId: taskIdSchema })

/** So many files of a subtree are listed at first. */
export const filesAtFirst = 200

/** How a task changed a file: by calls in the folder, or in a worktree, and what became of the work there. */
export const changeWaySchema = z.enum(['edit', 'worktree', 'taken', 'branch'])
export type ChangeWay = z.infer<typeof changeWaySchema>

const changeAuthorSchema = z.object({
  taskId: taskIdSchema,
  displayId: z.string(),
  title: z.string(),
  way: changeWaySchema,
  /** Lines; null where only git knows them and was not asked. */
  added: z.number().int().nullable(),
  removed: z.number().int().nullable(),
  /** The commits between which the change of this file lies; null for edits by calls. */
  between: z.object({ base: z.string(), head: z.string() }).nullable(),
})
export type ChangeAuthor = z.infer<typeof changeAuthorSchema>

const subtreeFileSchema = z.object({
  /** Relative to the workspace, or absolute outside it. */
  path: z.string(),
  state: z.enum(['created', 'changed', 'deleted']),
  /** Who changed it, in the order in which they first did. */
  by: z.array(changeAuthorSchema),
})
export type SubtreeFile = z.infer<typeof subtreeFileSchema>

/** What a task and everything below it changed, each file once, the one changed last first. */
export const subtreeChangesSchema = z.object({
  files: z.array(subtreeFileSchema),
  /** How many more there are. */
  moreFiles: z.number().int().nonnegative(),
  /** How many tasks were looked at, and how many more there are below. */
  tasks: z.number().int(),
  moreTasks: z.number().int().nonnegative(),
  /** Tasks whose worktrees could not be looked at, and why, in words. */
  unread: z.array(z.object({ taskId: taskIdSchema, displayId: z.string(), why: z.string() })),
})
export type SubtreeChanges = z.infer<typeof subtreeChangesSchema>

/** Hunks of the edits that calls made, by their places in each patch, from 0. */
export const editPlacesSchema = z
  .array(z.object({ callId: callIdSchema, hunks: z.array(z.number().int().nonnegative()).min(1) }))
  .min(1)
  .max(500)
export type EditPlaces = z.infer<typeof editPlacesSchema>

/** Looking at what tasks changed in files, taking parts of it back, and opening them elsewhere. */
export const changesContract = {
  subtree: oc
    .input(task.extend({ limit: z.number().int().min(1).max(5_000).default(filesAtFirst) }))
    .output(subtreeChangesSchema),
  /** The patches of a task's edits of one file, in the order in which they were made; at most 100. */
  edits: oc.input(task.extend({ path: z.string().max(10_000) })).output(
    z.array(
      z.object({
        callId: callIdSchema,
        patch: z.string(),
        /** Hunks that a person took back. */
        reverted: z.array(z.number().int()),
      }),
    ),
  ),
  /**
   * Takes hunks of a task's edits of one file back, or with `back` puts them in again. The task is told and not
   * woken. `conflict` in words where the lines are not there as the task left them; then nothing is written.
   */
  revert: oc
    .input(task.extend({ edits: editPlacesSchema, back: z.boolean().default(false) }))
    .output(z.object({ ok: z.literal(true) })),
  /**
   * Opens a file of the task's folder in the person's editor, on the machine that the engine runs on. Returns what was
   * started. Which program that is can be set in settings.json only, and by no call.
   */
  openInEditor: oc
    .input(task.extend({ path: z.string().max(10_000), line: z.number().int().positive().default(1) }))
    .output(z.object({ editor: z.string() })),
}
