import { z } from 'zod'
import { budgetChangeSchema, spentLimitSchema } from './budget.ts'
import { callEventSchemas } from './call-event.ts'
import { taskChecksSchema } from './checks.ts'
import {
  callIdSchema,
  messageIdSchema,
  modeSnapshotIdSchema,
  providerIdSchema,
  taskIdSchema,
  turnIdSchema,
  workspaceIdSchema,
} from './ids.ts'
import { messageExtrasSchema } from './message-extras.ts'
import { sentRequestSchema, wireFormSchema } from './sent-request.ts'
import { fromTaskSchema } from './task-message.ts'
import { taskStatusSchema } from './task-status.ts'
import { modelCallSchema } from './tool-call.ts'
import { todoItemSchema } from './tool-display.ts'
import { needSchema, turnFailureSchema } from './turn-failure.ts'
import { usageSchema } from './usage.ts'
import { workEventSchemas } from './work-event.ts'

const taskCreated = z.object({
  type: z.literal('task.created'),
  displayId: z.string(),
  parentId: taskIdSchema.nullable(),
  rootId: taskIdSchema,
  /** The parent's call that asked for this task; null for a root. */
  parentCallId: callIdSchema.nullable(),
  /** 0 for a root. */
  depth: z.number().int().nonnegative(),
  /** Whether the parent goes on without waiting (R11). */
  background: z.boolean(),
  workspaceId: workspaceIdSchema,
  /** The absolute path the task works in. */
  folder: z.string(),
  /** Whether it is to work in a worktree of its own, made from `folder`. */
  worktree: z.boolean().optional(),
  mode: z.string(),
  modeName: z.string(),
  modeSnapshotId: modeSnapshotIdSchema,
  /** Whether the task may create subtasks: false is the composer's simple launch (R29). */
  delegation: z.boolean(),
  title: z.string(),
  message: z.string(),
  providerId: providerIdSchema.nullable(),
  model: z.string().nullable(),
  /** What must hold before it may finish. Absent when nothing must. */
  checks: taskChecksSchema.optional(),
  /** Globs, relative to its folder, outside of which it may change nothing. Absent: anything. */
  paths: z.array(z.string()).optional(),
  ...messageExtrasSchema.shape,
})

/** Everything that can happen to a task, as facts in the past tense. The log of these is the task. */
export const taskEventBodySchema = z.discriminatedUnion('type', [
  taskCreated,
  z.object({
    type: z.literal('status.changed'),
    from: taskStatusSchema,
    to: taskStatusSchema,
    /** Why, in words for people; null when the events around it say so. */
    reason: z.string().nullable(),
    /** With `paused`: what has to be put right first; with `awaiting_input`: `answer`. Absent when nothing has. */
    needs: needSchema.optional(),
  }),
  z.object({
    type: z.literal('message.added'),
    messageId: messageIdSchema,
    from: z.enum(['person', 'parent', 'engine', 'task']),
    text: z.string(),
    /** With `task`: which one. `text` is its own words; a model reads them quoted. */
    fromTask: fromTaskSchema.optional(),
    ...messageExtrasSchema.shape,
  }),
  /** A message that the model had not read yet, as the person has it now. */
  z.object({
    type: z.literal('message.changed'),
    messageId: messageIdSchema,
    text: z.string(),
    /** Whether it is not to wait for the subtasks that the task waits for. Absent: it waits its turn. */
    urgent: z.boolean().optional(),
    ...messageExtrasSchema.shape,
  }),
  /** The person took back a message that the model had not read yet. */
  z.object({ type: z.literal('message.withdrawn'), messageId: messageIdSchema }),
  z.object({
    type: z.literal('turn.requested'),
    turnId: turnIdSchema,
    mode: z.string(),
    model: z.string(),
    providerId: providerIdSchema,
    /** 1 for the first try of this turn. */
    attempt: z.number().int().positive(),
    /** Absent in logs from before it was kept, and in turns that another task made. */
    sent: sentRequestSchema.optional(),
  }),
  z.object({
    type: z.literal('turn.committed'),
    turnId: turnIdSchema,
    text: z.string(),
    reasoning: z.string(),
    calls: z.array(modelCallSchema),
    finish: z.enum(['stop', 'tool_calls', 'length', 'content_filter']),
    usage: usageSchema,
    durationMs: z.number().nonnegative(),
    wire: wireFormSchema.optional(),
  }),
  z.object({
    type: z.literal('turn.aborted'),
    turnId: turnIdSchema,
    failure: turnFailureSchema,
    /** What had come of the answer, to be read and never to be sent or carried out. Absent when nothing had. */
    text: z.string().optional(),
    reasoning: z.string().optional(),
    wire: wireFormSchema.optional(),
  }),
  ...callEventSchemas,
  z.object({
    type: z.literal('mode.switched'),
    from: z.string(),
    to: z.string(),
    modeName: z.string(),
    modeSnapshotId: modeSnapshotIdSchema,
    by: z.enum(['person', 'model']),
    reason: z.string(),
  }),
  z.object({ type: z.literal('model.changed'), providerId: providerIdSchema, model: z.string() }),
  z.object({ type: z.literal('todo.updated'), items: z.array(todoItemSchema) }),
  z.object({ type: z.literal('title.changed'), title: z.string() }),
  z.object({ type: z.literal('task.completed'), result: z.string() }),
  z.object({
    type: z.literal('task.failed'),
    /** What happened, for people and for the parent. */
    message: z.string(),
    failure: turnFailureSchema.nullable(),
  }),
  z.object({ type: z.literal('task.cancelled'), by: z.enum(['person', 'parent']), reason: z.string() }),
  z.object({
    type: z.literal('history.condensed'),
    /** Stands for the transcript's first `items` entries in every later request; the entries themselves stay. */
    summary: z.string(),
    items: z.number().int().positive(),
    /** How full the context was, in tokens as the server last counted, or null. */
    tokensBefore: z.number().int().nonnegative().nullable(),
    usage: usageSchema,
    /** Requests it took, failed ones and those of tries that came to nothing too; 1 when absent. */
    requests: z.number().int().positive().optional(),
  }),
  /** A person said something else instead of the entry at `items`: it and all that followed are history no more, and stay. */
  z.object({
    type: z.literal('history.rewound'),
    /** How many entries of the transcript stand. */
    items: z.number().int().nonnegative(),
    messageId: messageIdSchema,
    text: z.string(),
    ...messageExtrasSchema.shape,
  }),
  /** All before is the copy of another task's history: what it used up there is not used up here. */
  z.object({
    type: z.literal('task.forked'),
    source: z.object({ taskId: taskIdSchema, displayId: z.string(), seq: z.number().int().positive() }),
  }),
  /** Limits of this task and everything below it, as changed by a person. */
  z.object({ type: z.literal('budget.set'), limits: budgetChangeSchema }),
  z.object({
    type: z.literal('limit.reached'),
    limit: spentLimitSchema,
    /** The task whose budget it is: this one or one above it. */
    budgetOf: taskIdSchema,
    spent: z.number().nonnegative(),
    allowed: z.number().nonnegative(),
    /** What the next request was estimated to need, where that is what there was no room for. */
    needs: z.number().nonnegative().optional(),
  }),
  ...workEventSchemas,
  /** Out of the tree and out of every list, with all below it; the log stays, so that it can be restored. */
  z.object({ type: z.literal('task.deleted') }),
  z.object({ type: z.literal('task.restored') }),
  /** To another place in the forest, by a person. Everything below a task moves with it, each with a fact of its own. */
  z.object({
    type: z.literal('task.moved'),
    parentId: taskIdSchema.nullable(),
    rootId: taskIdSchema,
    depth: z.number().int().nonnegative(),
  }),
])
export type TaskEventBody = z.infer<typeof taskEventBodySchema>
export type TaskEventType = TaskEventBody['type']
export type TaskEventOf<T extends TaskEventType> = Extract<TaskEventBody, { type: T }>

/** A fact as it is stored and sent: whose it is, its place in that task's log (from 1) and when (epoch ms). */
export type TaskEvent = { taskId: z.infer<typeof taskIdSchema>; seq: number; at: number; body: TaskEventBody }

/** What the log holds and the wire carries. */
export const taskEventSchema = z.object({
  taskId: taskIdSchema,
  seq: z.number().int().positive(),
  at: z.number(),
  body: taskEventBodySchema,
})
