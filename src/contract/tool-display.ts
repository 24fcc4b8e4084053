import { z } from 'zod'
import { checkResultSchema, checksSchema } from './checks.ts'
import { taskIdSchema } from './ids.ts'
import { clashSchema, workSchema } from './work.ts'

/** One entry of a task's todo list. */
export const todoItemSchema = z.object({
  text: z.string().min(1),
  status: z.enum(['pending', 'in_progress', 'completed']),
})
export type TodoItem = z.infer<typeof todoItemSchema>

/** One answer the model suggests to its own question; choosing it may switch the mode. */
export const suggestionSchema = z.object({
  text: z.string().min(1),
  mode: z.string().nullable().default(null),
})
export type Suggestion = z.infer<typeof suggestionSchema>

/** What a person is asked to approve, in full: exactly what will happen if they say yes. */
export const approvalSubjectSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('read'), paths: z.array(z.string()), summary: z.string() }),
  z.object({
    type: z.literal('edit'),
    path: z.string(),
    /** A unified diff, capped for show. */
    patch: z.string(),
    added: z.number().int(),
    removed: z.number().int(),
    created: z.boolean(),
  }),
  z.object({ type: z.literal('delete'), path: z.string(), what: z.string() }),
  z.object({
    type: z.literal('command'),
    command: z.string(),
    cwd: z.string(),
    background: z.boolean(),
    timeoutMs: z.number().int().nullable(),
  }),
  z.object({
    type: z.literal('subtask'),
    mode: z.string(),
    message: z.string(),
    background: z.boolean(),
    todos: z.array(todoItemSchema),
    /** What must hold before it may finish; whoever approves it approves these commands. Absent when nothing must. */
    checks: checksSchema.optional(),
    /** Globs outside of which it may change nothing. Absent: anything. */
    paths: z.array(z.string()).optional(),
    /** Whether the other subtasks of the same turn are cancelled when it fails. */
    stopsOthers: z.boolean().optional(),
  }),
  /** The commands among a task's checks that nobody has let run yet. */
  z.object({ type: z.literal('checks'), run: z.array(z.string()), cwd: z.string() }),
  z.object({
    type: z.literal('completion'),
    result: z.string(),
    /** What it did in a worktree of its own, to be taken over. Absent for a task without one, or that changed nothing. */
    work: workSchema.optional(),
    /** What speaks against taking it over, in words: a gate that failed so often that it is no longer sent back. */
    doubts: z.array(z.string()).optional(),
    /** Its subtasks that are still at work. Absent when there are none. */
    active: z.array(z.object({ taskId: taskIdSchema, displayId: z.string(), title: z.string() })).optional(),
  }),
  /** Work that does not go together with what others did in the folder it is to go to. */
  z.object({
    type: z.literal('clash'),
    /** The folder it is to go to, and the worktree in which it lies. */
    into: z.string(),
    folder: z.string(),
    conflicts: z.array(clashSchema),
    /** Commits that hold the folder's version and the subtask's. */
    base: z.string(),
    own: z.string(),
    /** How often it was sent back to the subtask before. */
    rounds: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('mode_switch'), from: z.string(), to: z.string(), reason: z.string() }),
  z.object({ type: z.literal('todo'), items: z.array(todoItemSchema) }),
  z.object({ type: z.literal('question'), question: z.string(), suggestions: z.array(suggestionSchema) }),
  z.object({ type: z.literal('other'), title: z.string(), body: z.string() }),
])
export type ApprovalSubject = z.infer<typeof approvalSubjectSchema>

/** How a finished tool call is shown to people, where its plain result text is not enough. */
export const toolDisplaySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('file'),
    path: z.string(),
    fromLine: z.number().int(),
    toLine: z.number().int(),
  }),
  z.object({ type: z.literal('matches'), count: z.number().int(), files: z.number().int() }),
  z.object({
    type: z.literal('edit'),
    path: z.string(),
    patch: z.string(),
    added: z.number().int(),
    removed: z.number().int(),
    created: z.boolean(),
  }),
  z.object({ type: z.literal('delete'), path: z.string() }),
  z.object({
    type: z.literal('command'),
    commandId: z.string(),
    command: z.string(),
    /** Null while it runs in the background, or when a signal or the time limit ended it. */
    exitCode: z.number().int().nullable(),
    ended: z.string(),
    /** The folded output, control sequences kept, so that colour shows. */
    output: z.string(),
    bytes: z.number().int(),
    /** Whether it ended while the app was closed, so that nobody knows how long it took. */
    unseen: z.boolean().optional(),
  }),
  /** What held an `attempt_completion` up. */
  z.object({ type: z.literal('checks'), results: z.array(checkResultSchema) }),
  z.object({
    type: z.literal('sent'),
    /** The display id of the task it was sent to. */
    to: z.string(),
    kind: z.enum(['progress', 'blocker', 'answer', 'redirect']),
    message: z.string(),
  }),
])
export type ToolDisplay = z.infer<typeof toolDisplaySchema>
