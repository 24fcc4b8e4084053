import { z } from 'zod'
import { actionTypeSchema } from './action-type.ts'
import { budgetChangeSchema, spentLimitSchema } from './budget.ts'
import { checkResultSchema, checksSchema, taskChecksSchema } from './checks.ts'
import {
  approvalIdSchema,
  callIdSchema,
  messageIdSchema,
  modeSnapshotIdSchema,
  providerIdSchema,
  taskIdSchema,
  turnIdSchema,
  workspaceIdSchema,
} from './ids.ts'
import { receiptSchema } from './receipt.ts'
import { taskStatusSchema } from './task-status.ts'
import { approvalSubjectSchema, suggestionSchema, todoItemSchema, toolDisplaySchema } from './tool-display.ts'
import { usageSchema } from './usage.ts'

/** How a subtask came back. Everything but `completed` is a typed failure that the parent decides about (R10). */
export const subtaskOutcomeSchema = z.enum(['completed', 'failed', 'cancelled'])
export type SubtaskOutcome = z.infer<typeof subtaskOutcomeSchema>

/** How a tool call ended. Every call of a committed turn gets exactly one of these. */
export const toolOutcomeSchema = z.enum(['ok', 'error', 'refused', 'rejected', 'cancelled', 'unknown'])
export type ToolOutcome = z.infer<typeof toolOutcomeSchema>

/** What a person says about a call whose outcome nobody can know: do it again, it was done, or leave it. */
export const outcomeDecisionSchema = z.enum(['rerun', 'done', 'skip'])
export type OutcomeDecision = z.infer<typeof outcomeDecisionSchema>

/** Who let a tool call run: a person, or the rule that decided in words. */
export const grantSchema = z.object({ by: z.enum(['person', 'rule']), rule: z.string() })
export type Grant = z.infer<typeof grantSchema>

/** A tool call as the model made it. `arguments` is its raw text, which may be no valid JSON. */
export const modelCallSchema = z.object({
  callId: callIdSchema,
  /** The id the model gave it, made unique within the turn; it goes back to the server as `tool_call_id`. */
  modelCallId: z.string(),
  name: z.string(),
  arguments: z.string(),
})
export type ModelCall = z.infer<typeof modelCallSchema>

/** Why a turn came to nothing. `kind` is for programs, the message is for people. */
export const turnFailureSchema = z.object({
  kind: z.enum([
    'stopped',
    'interrupted',
    'network',
    /** The machine has no way to the server: nobody's fault, and it passes. */
    'offline',
    'rate_limited',
    'server',
    'authentication',
    'no_credit',
    'unknown_model',
    'bad_request',
    'context_too_long',
    'stalled',
    'malformed',
    'refused',
    'empty',
  ]),
  message: z.string(),
  /** HTTP status where there was one. */
  httpStatus: z.number().int().nullable(),
  /** Milliseconds until the next try, or null when there is none. */
  retryInMs: z.number().nonnegative().nullable(),
})
export type TurnFailure = z.infer<typeof turnFailureSchema>

/**
 * What a paused task needs of its person before asking again can help: a key that holds, credit, another
 * model, any provider at all, or a shorter history. `answer` is what a waiting task needs that reported a blocker
 * to its parent: the parent's answer, or a word of the person.
 */
export const needSchema = z.enum(['key', 'credit', 'model', 'provider', 'room', 'answer'])
export type Need = z.infer<typeof needSchema>

/**
 * What a task says to its parent (`progress`, `blocker`) or a parent to its child (`answer`, `redirect`); `result`
 * is a task's result that a person attached to another.
 */
export const taskMessageKindSchema = z.enum(['progress', 'blocker', 'answer', 'redirect', 'result'])
export type TaskMessageKind = z.infer<typeof taskMessageKindSchema>

/** Which task wrote a message, and why. */
export const fromTaskSchema = z.object({
  taskId: taskIdSchema,
  displayId: z.string(),
  kind: taskMessageKindSchema,
})
export type FromTask = z.infer<typeof fromTaskSchema>

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
  }),
  z.object({
    type: z.literal('turn.requested'),
    turnId: turnIdSchema,
    mode: z.string(),
    model: z.string(),
    providerId: providerIdSchema,
    /** 1 for the first try of this turn. */
    attempt: z.number().int().positive(),
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
  }),
  z.object({
    type: z.literal('turn.aborted'),
    turnId: turnIdSchema,
    failure: turnFailureSchema,
    /** What had come of the answer, to be read and never to be sent or carried out. Absent when nothing had. */
    text: z.string().optional(),
    reasoning: z.string().optional(),
  }),
  z.object({
    type: z.literal('approval.requested'),
    approvalId: approvalIdSchema,
    callId: callIdSchema,
    action: actionTypeSchema,
    subject: approvalSubjectSchema,
    /** SHA-256 of the subject's JSON in hex: an answer must name what it answers (SECURITY finding 9). */
    hash: z.string(),
    /** The rule that asked, in words. */
    why: z.string(),
  }),
  z.object({
    type: z.literal('approval.decided'),
    approvalId: approvalIdSchema,
    callId: callIdSchema,
    decision: z.enum(['approved', 'rejected', 'withdrawn']),
    /** What the person said when rejecting. Empty when nothing. */
    feedback: z.string(),
    /** What the person changed before approving a subtask. */
    edited: z.object({ mode: z.string(), message: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('tool.started'),
    callId: callIdSchema,
    action: actionTypeSchema.nullable(),
    grant: grantSchema,
    /** For a file write: SHA-256 of the bytes before (null when absent) and after (null when deleted). */
    write: z
      .object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() })
      .nullable(),
  }),
  z.object({
    type: z.literal('command.started'),
    callId: callIdSchema,
    commandId: z.string(),
    pid: z.number().int(),
  }),
  z.object({
    type: z.literal('tool.finished'),
    callId: callIdSchema,
    outcome: toolOutcomeSchema,
    /** What the model is told, whole. */
    result: z.string(),
    display: toolDisplaySchema.nullable(),
    durationMs: z.number().nonnegative(),
  }),
  z.object({
    type: z.literal('subtask.started'),
    callId: callIdSchema,
    childId: taskIdSchema,
    childDisplayId: z.string(),
    mode: z.string(),
    message: z.string(),
    background: z.boolean(),
    checks: checksSchema.optional(),
    /** Whether the child works in a worktree of its own. */
    worktree: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('subtask.returned'),
    callId: callIdSchema,
    childId: taskIdSchema,
    childDisplayId: z.string(),
    outcome: subtaskOutcomeSchema,
    /** The child's own words when completed; what happened and how far it got otherwise. */
    summary: z.string(),
    /** What the child did, by its events. Absent in logs from before there were receipts. */
    receipt: receiptSchema.optional(),
  }),
  z.object({
    type: z.literal('checks.started'),
    /** The `attempt_completion` they are run for. */
    callId: callIdSchema,
    /** Who let the commands among them run. */
    grant: grantSchema,
  }),
  z.object({
    type: z.literal('checks.finished'),
    callId: callIdSchema,
    results: z.array(checkResultSchema),
  }),
  z.object({
    type: z.literal('question.asked'),
    callId: callIdSchema,
    question: z.string(),
    suggestions: z.array(suggestionSchema),
  }),
  z.object({
    type: z.literal('question.answered'),
    callId: callIdSchema,
    answer: z.string(),
    by: z.enum(['person', 'rule']),
  }),
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
    type: z.literal('outcome.unknown'),
    callId: callIdSchema,
    /** What is known of it and what is not, for the person who has to say what became of it (N2). */
    what: z.string(),
  }),
  z.object({
    type: z.literal('outcome.settled'),
    callId: callIdSchema,
    decision: outcomeDecisionSchema,
    /** What the person found, for the model. Empty when nothing. */
    note: z.string(),
  }),
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
    type: z.literal('work.landed'),
    /** The folder that the work was taken into; the task's own worktree is closed by it. */
    into: z.string(),
    /** The commits of that folder before and after. */
    before: z.string(),
    after: z.string(),
    files: z.array(z.object({ path: z.string(), change: z.enum(['added', 'changed', 'deleted']) })),
  }),
  z.object({
    type: z.literal('work.conflicted'),
    /** The state of the other folder that the worktree now builds on. */
    base: z.string(),
    conflicts: z.array(z.object({ path: z.string(), words: z.string() })),
  }),
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

/** The target under which a summary of a task's history is streamed while it is written. */
export const condensing = 'condensing'

/**
 * What is not stored: a piece of a turn that is being streamed, or of a command that is running.
 * `offset` is the number of UTF-16 units of that channel that came before, so that a late watcher who is
 * sent the whole so far (offset 0) and then pieces never doubles or loses one.
 */
export type LiveDelta = {
  taskId: z.infer<typeof taskIdSchema>
  /** A turn id for `text`, `reasoning` and `arguments`; a call id for `output`; `condensing` for a summary's `text`. */
  target: string
  channel: 'text' | 'reasoning' | 'arguments' | 'output'
  /** Which call of the turn, for `arguments`; else 0. */
  index: number
  offset: number
  text: string
  /** The tool's name, with `arguments` only. */
  name?: string
}
