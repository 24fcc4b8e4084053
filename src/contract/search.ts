import { z } from 'zod'
import { taskIdSchema, workspaceIdSchema } from './ids.ts'
import { taskStatusSchema } from './task-status.ts'

/**
 * Where a text stands: a task's title, a message, what a model said in a turn, what a tool call works on, what a
 * subtask was told, what it came back with, a question to a person, what they said, or what a task came to.
 */
export const searchPlaceSchema = z.enum([
  'title',
  'message',
  'turn',
  'call',
  'subtask',
  'summary',
  'question',
  'answer',
  'result',
])
export type SearchPlace = z.infer<typeof searchPlaceSchema>

/** What is looked for, and where. */
export const searchOrderSchema = z.object({
  /** Words that must all be there, "phrases", and -words that must not. */
  text: z.string().max(1_000),
  /** Whether the last word may go on: true while it is typed. */
  typing: z.boolean().default(false),
  workspaceId: workspaceIdSchema.nullable().default(null),
  /** The slug of the mode that the task is in now. */
  mode: z.string().nullable().default(null),
  /** [] for any. */
  statuses: z.array(taskStatusSchema).default([]),
  /** Only this task, with all that is found in it. */
  taskId: taskIdSchema.nullable().default(null),
  /** How many tasks at most. */
  limit: z.number().int().min(1).max(100).default(20),
  /** The `next` of the page before. */
  cursor: z.string().nullable().default(null),
})
export type SearchOrder = z.infer<typeof searchOrderSchema>

/** A piece of a found text. Marked pieces are what was looked for. */
export const searchPieceSchema = z.object({ text: z.string(), marked: z.boolean() })
export type SearchPiece = z.infer<typeof searchPieceSchema>

/** One place where it was found. */
export const searchHitSchema = z.object({
  place: searchPlaceSchema,
  /** The event that holds it, by its place in the task's log. */
  seq: z.number().int().positive(),
  /** The transcript's entry or the call that shows it; null for the title. */
  item: z.string().nullable(),
  at: z.number(),
  /** The words around it, in order. */
  pieces: z.array(searchPieceSchema),
})
export type SearchHit = z.infer<typeof searchHitSchema>

/** A task in which something was found, and what, the best first. */
export const foundTaskSchema = z.object({
  id: taskIdSchema,
  displayId: z.string(),
  title: z.string(),
  status: taskStatusSchema,
  mode: z.string(),
  modeName: z.string(),
  workspaceId: workspaceIdSchema,
  hits: z.array(searchHitSchema),
  /** How many more places there are in this task than `hits` has. */
  more: z.number().int().nonnegative(),
})
export type FoundTask = z.infer<typeof foundTaskSchema>

/** A page of what was found. */
export const searchPageSchema = z.object({
  tasks: z.array(foundTaskSchema),
  /** For the next page; null on the last. */
  next: z.string().nullable(),
  /** In how many places and tasks it was found in all. */
  hits: z.number().int(),
  found: z.number().int(),
  /** Whether there may be more: only the newest places were looked at. */
  capped: z.boolean(),
  /**
   * How much of the log can be found already, in events. When less than all, what is newest is missing; `problem` says
   * why in words when that is not only a matter of time.
   */
  indexed: z.object({ done: z.number().int(), of: z.number().int(), problem: z.string().nullable() }),
})
export type SearchPage = z.infer<typeof searchPageSchema>
