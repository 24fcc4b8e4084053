import { z } from 'zod'
import { actionTypeSchema } from './action-type.ts'
import { checkResultSchema, checksSchema } from './checks.ts'
import { approvalIdSchema, callIdSchema, taskIdSchema } from './ids.ts'
import { receiptSchema } from './receipt.ts'
import { grantSchema, outcomeDecisionSchema, subtaskOutcomeSchema, toolOutcomeSchema } from './tool-call.ts'
import { approvalSubjectSchema, suggestionSchema, toolDisplaySchema } from './tool-display.ts'
import { workAnswerSchema } from './work.ts'

/** What can happen to a call of a tool, from the question whether it may run to what came of it. Part of the log. */
export const callEventSchemas = [
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
    /** What they said of the finished work. Absent when nothing. */
    work: workAnswerSchema.optional(),
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
    /** Globs outside of which it may change nothing. Absent: anything. */
    paths: z.array(z.string()).optional(),
    /** Whether the other subtasks of the same turn are cancelled when it fails. */
    stopsOthers: z.boolean().optional(),
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
    type: z.literal('edits.reverted'),
    /** The file, as the edits name it. */
    path: z.string(),
    /** Hunks of calls' patches, by their places from 0. */
    edits: z.array(z.object({ callId: callIdSchema, hunks: z.array(z.number().int().nonnegative()) })),
    /** Whether they were put in again after they had been taken back. */
    back: z.boolean(),
    /** SHA-256 of the file's bytes before and after; null where it is not there. */
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
] as const
export type CallEventBody = z.infer<(typeof callEventSchemas)[number]>
