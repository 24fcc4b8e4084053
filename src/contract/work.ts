import { z } from 'zod'

/** A file that differs between two states of a folder. */
export const workFileSchema = z.object({
  /** Relative to the top of the working tree, `/`-separated. */
  path: z.string(),
  /** Where a renamed file was; null otherwise. */
  oldPath: z.string().nullable(),
  state: z.enum(['added', 'changed', 'deleted', 'renamed']),
  binary: z.boolean(),
  /** Lines; 0 for binary files. */
  added: z.number().int(),
  removed: z.number().int(),
})
export type WorkFile = z.infer<typeof workFileSchema>

/** So many files of a piece of work are listed. */
export const mostWorkFiles = 500

/** What a task did in its worktree: the change from one commit to another. */
export const workSchema = z.object({
  base: z.string(),
  head: z.string(),
  /** The folder that it is to be taken over into, or was. */
  into: z.string(),
  files: z.array(workFileSchema).max(mostWorkFiles),
  /** How many more there are. */
  moreFiles: z.number().int().nonnegative(),
})
export type Work = z.infer<typeof workSchema>

/** A piece of a file's change. `lines` begin with “ ”, “-”, “+” or “\”, as in a patch, without their line ends. */
export const workHunkSchema = z.object({
  oldStart: z.number().int(),
  oldLines: z.number().int(),
  newStart: z.number().int(),
  newLines: z.number().int(),
  lines: z.array(z.string()),
})
export type WorkHunk = z.infer<typeof workHunkSchema>

/** What of a piece of work a person takes: whole files, or hunks of them by their places, from 0. */
export const takenSchema = z.array(
  z.object({ path: z.string(), hunks: z.union([z.literal('all'), z.array(z.number().int().nonnegative())]) }),
)
export type Taken = z.infer<typeof takenSchema>

/** A path at which two pieces of work do not go together, and how, in words for people and models. */
export const clashSchema = z.object({ path: z.string(), words: z.string() })
export type Clash = z.infer<typeof clashSchema>

/** Whose version a person takes of a path that clashes; `worktree`: as it lies in the worktree now, mended by hand. */
export const clashSideSchema = z.enum(['subtask', 'folder', 'worktree'])
export type ClashSide = z.infer<typeof clashSideSchema>

/** What a person may say with the approval of a finished piece of work. What is not named stays as asked for. */
export const workAnswerSchema = z.object({
  /** Only this is taken over; [] takes nothing: the work is dropped. Absent: all of it. */
  taken: takenSchema.optional(),
  /** By path. Paths that are not named stay as they lie in the worktree. */
  sides: z.record(z.string(), clashSideSchema).optional(),
  /** Whether subtasks that are still at work are cancelled when the task finishes. Absent: they go on. */
  stopSubtasks: z.boolean().optional(),
})
export type WorkAnswer = z.infer<typeof workAnswerSchema>
