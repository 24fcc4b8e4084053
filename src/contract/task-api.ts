import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { budgetChangeSchema, budgetStateSchema } from './budget.ts'
import {
  approvalIdSchema,
  type CallId,
  callIdSchema,
  messageIdSchema,
  providerIdSchema,
  taskIdSchema,
  workspaceIdSchema,
} from './ids.ts'
import { mostImportedCharacters } from './import-limit.ts'
import type { LiveDelta } from './live-delta.ts'
import { imageRefSchema } from './message-extras.ts'
import { autoApproveSchema } from './settings.ts'
import type { TaskEvent } from './task-event.ts'
import { type TaskSummary, taskSummarySchema } from './task-summary.ts'
import { outcomeDecisionSchema } from './tool-call.ts'
import { workAnswerSchema, workHunkSchema, workSchema } from './work.ts'
/**
 * A piece of the tree's stream: everything at first (or after a gap), then what changed. A large tree comes in several
 * pieces of a snapshot, so that other answers are not held up behind it: all but the last say that `more` follows.
 */
export type TreeFrame =
  | { type: 'snapshot'; tasks: TaskSummary[]; more?: true }
  | { type: 'changed'; tasks: TaskSummary[]; removed: TaskSummary['id'][] }

/** A piece of one task's stream: events in the order of their seq, then what is live right now. */
export type TaskFrame = {
  events: TaskEvent[]
  deltas: LiveDelta[]
  /** Whether more of what is in the log already follows at once. */
  more?: true
  /** The log is damaged behind these events, in words. Nothing follows until it is whole again. */
  damage?: string
}

const ok = z.object({ ok: z.literal(true) })

const task = z.object({ taskId: taskIdSchema })
/** What a person writes. Mentions in it are looked up when it is accepted. */
const said = { text: z.string().trim().max(1_000_000), images: z.array(imageRefSchema).default([]) }
const saysSomething = ({ text, images }: { text: string; images: readonly unknown[] }) =>
  text !== '' || images.length > 0
const message = task.extend({ messageId: messageIdSchema })

/** What is asked of all tasks, and of one. */
export const taskContract = {
  tasks: {
    /** Deleted tasks that can be restored, each the top of what was deleted with it, the latest first. */
    deleted: oc.output(z.array(taskSummarySchema)),
    /** Every task once, then what changes: at most one frame in 50 ms. Deleted ones are not there. */
    watch: oc.output(eventIterator(type<TreeFrame>())),
    create: oc
      .input(
        z.object({
          workspaceId: workspaceIdSchema,
          message: z.string().trim().min(1).max(1_000_000),
          images: said.images,
          mode: z.string(),
          /** False for a simple launch: the agent works itself and has no subtasks. */
          delegation: z.boolean(),
          providerId: providerIdSchema.nullable().default(null),
          model: z.string().nullable().default(null),
          autoApprove: autoApproveSchema.optional(),
          /** Limits in place of those that new trees begin with; what is not named stays as the preference says. */
          budget: budgetChangeSchema.optional(),
        }),
      )
      .output(taskSummarySchema),
    /**
     * Makes new tasks of an exported JSON transcript, one task or a subtree, parents first. None of them goes to
     * work. `bad_request` names what is wrong in the file, and where; then nothing is imported.
     */
    import: oc
      .input(z.object({ workspaceId: workspaceIdSchema, content: z.string().max(mostImportedCharacters) }))
      .output(
        z.object({
          tasks: z.array(z.object({ id: taskIdSchema, displayId: z.string(), title: z.string() })),
          /** What a person should know of it, in sentences. */
          notes: z.array(z.string()),
        }),
      ),
  },
  task: {
    /** The task's events after `afterSeq`, then everything as it happens, in frames of at most 500 events or some 512 KB. Long results of calls are short. */
    watch: oc
      .input(task.extend({ afterSeq: z.number().int().nonnegative().default(0) }))
      .output(eventIterator(type<TaskFrame>())),
    /** A message from the person. It wakes a task that ended or was stopped, else it waits its turn. */
    send: oc.input(task.extend(said).refine(saysSomething)).output(ok),
    /** Changes a message that the model has not read yet. `conflict` once it has. */
    changeQueued: oc.input(message.extend(said).refine(saysSomething)).output(ok),
    withdrawQueued: oc.input(message).output(ok),
    /** Has it read at once: breaks off the step that is under way, or the wait for subtasks. */
    sendQueuedNow: oc.input(message).output(ok),
    /**
     * Has the task go on from one of the person's messages with other words in its place. What came after is set aside
     * and stays to be read; files stay as they are. `conflict` in words while it is at work.
     */
    edit: oc
      .input(task.extend({ messageId: messageIdSchema, text: z.string().trim().min(1).max(1_000_000) }))
      .output(ok),
    /** Makes a new root task with the same history up to an entry, or all of it. It waits for a word; files stay as they are. */
    fork: oc.input(task.extend({ itemId: z.string().optional() })).output(taskSummarySchema),
    /** Stops the task and everything at work below it; both can be resumed. */
    stop: oc.input(task).output(ok),
    resume: oc.input(task).output(ok),
    /**
     * Has an ended task go on, in another mode or with another model if wanted. What it comes to then goes to its parent
     * as a message.
     */
    retry: oc
      .input(
        task.extend({
          mode: z.string().optional(),
          model: z.object({ providerId: providerIdSchema, model: z.string().min(1) }).optional(),
          message: z.string().trim().max(1_000_000).default(''),
        }),
      )
      .output(ok),
    /** Asks the model now instead of when the wait for a retry is over. */
    retryNow: oc.input(task).output(ok),
    /** Changes limits of the task and everything below it. What one of them had paused goes on if there is room. */
    setBudget: oc.input(task.extend({ limits: budgetChangeSchema })).output(ok),
    /** How the task's own budget stands (also without a limit), then that of each task above it that has one. */
    budget: oc.input(task).output(z.array(budgetStateSchema)),
    /**
     * Has a summary stand for the older part of the task's history in later requests. Resolves when the summary is
     * there; for a task at work, when it is known that it comes before the next request.
     */
    condense: oc.input(task).output(ok),
    /** Ends the task and what is open below it. A waiting parent is told. */
    cancel: oc.input(task.extend({ reason: z.string().default('') })).output(ok),
    /** Takes the task and all below it out of every list. What is open ends; a waiting parent is told. */
    delete: oc.input(task).output(z.object({ count: z.number().int() })),
    /** Puts a deleted task back, with what was deleted with it. */
    restore: oc.input(task).output(z.object({ count: z.number().int() })),
    /** Puts a task first among those beside it, or back into its place. */
    pin: oc.input(task.extend({ pinned: z.boolean() })).output(ok),
    /** Takes a root with all below it out of the usual list. `conflict` in words while it is at work or waits for a person. */
    archive: oc.input(task).output(z.object({ count: z.number().int() })),
    /** Puts the tree that a task belongs to back into the list. */
    unarchive: oc.input(task).output(z.object({ count: z.number().int() })),
    /** Nests a task under another of its workspace, with all below it. Nothing at work is touched. */
    nest: oc.input(task.extend({ parentId: taskIdSchema })).output(ok),
    /** Makes a nested task a root again. Refused while a parent's call waits for it. */
    unnest: oc.input(task).output(ok),
    /** Puts a finished task's result into another task's transcript as a message. Wakes nobody. */
    attachResult: oc.input(task.extend({ toTaskId: taskIdSchema })).output(ok),
    rename: oc.input(task.extend({ title: z.string().trim().min(1).max(200) })).output(ok),
    setMode: oc.input(task.extend({ mode: z.string() })).output(ok),
    setModel: oc.input(task.extend({ providerId: providerIdSchema, model: z.string().min(1) })).output(ok),
    decideApproval: oc
      .input(
        task.extend({
          approvalId: approvalIdSchema,
          hash: z.string(),
          decision: z.enum(['approved', 'rejected']),
          feedback: z.string().max(100_000).default(''),
          edited: z
            .object({ mode: z.string(), message: z.string().trim().min(1) })
            .nullable()
            .default(null),
          /** With finished work, and with work that clashes: what of it is taken. */
          work: workAnswerSchema.optional(),
        }),
      )
      .output(ok),
    /** What the task has done in its worktree so far, or what of it was taken over; null when it has none. */
    work: oc.input(task).output(workSchema.nullable()),
    /** The hunks of one file of a `work`. */
    workFile: oc
      .input(task.extend({ base: z.string(), head: z.string(), path: z.string() }))
      .output(z.object({ hunks: z.array(workHunkSchema), tooLarge: z.boolean() })),
    /** Takes back what was taken over of the task's work, and only that. `conflict` in words where later work is on top. */
    revertWork: oc.input(task).output(ok),
    answerQuestion: oc
      .input(
        task.extend({
          callId: callIdSchema,
          answer: z.string().trim().min(1),
          images: said.images,
          mode: z.string().nullable().default(null),
        }),
      )
      .output(ok),
    /** What a person says became of a call whose outcome is unknown (N2). The note is for the model. */
    settleOutcome: oc
      .input(
        task.extend({
          callId: callIdSchema,
          decision: outcomeDecisionSchema,
          note: z.string().max(100_000).default(''),
        }),
      )
      .output(ok),
    /** The whole results of finished calls, by their ids: the stream brings only the beginnings of long ones. */
    results: oc
      .input(task.extend({ callIds: z.array(callIdSchema).min(1) }))
      .output(type<Record<CallId, string>>()),
    /** A piece of a command's whole output, from a byte offset, at most 256 KiB. */
    readOutput: oc
      .input(task.extend({ commandId: z.string(), offset: z.number().int().nonnegative().default(0) }))
      .output(
        z.object({ text: z.string(), nextOffset: z.number().int().nullable(), totalBytes: z.number().int() }),
      ),
    getDraft: oc.input(z.object({ key: z.string() })).output(z.object({ text: z.string() })),
    /** Keeps what stands in a composer. The key is a task id, or `new:` and a workspace id. */
    setDraft: oc.input(z.object({ key: z.string(), text: z.string().max(1_000_000) })).output(ok),
    export: oc
      .input(task.extend({ format: z.enum(['md', 'json', 'html']), subtree: z.boolean().default(false) }))
      .output(z.object({ fileName: z.string(), mediaType: z.string(), content: z.string() })),
  },
}
