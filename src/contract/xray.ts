import { z } from 'zod'
import { callIdSchema, providerIdSchema, taskIdSchema, turnIdSchema } from './ids.ts'

/** How sure it is that a request is shown as it was sent. */
export const xrayTruthSchema = z.enum([
  /** Its bytes have the hash that was noted when they were sent. */
  'exact',
  /** It is made of what was noted, but nothing was noted of its bytes: it is under way, or was cut off. */
  'rebuilt',
  /** Its bytes have another hash: another version of the app words something otherwise. */
  'differs',
  /** The system prompt and the tools were not kept: the messages alone are shown. */
  'incomplete',
])
export type XrayTruth = z.infer<typeof xrayTruthSchema>

/** Who stands behind a message of a request. */
export const xraySpeakerSchema = z.enum([
  ...(['system', 'person', 'parent', 'task', 'engine', 'summary', 'model', 'tool'] as const),
])
export type XraySpeaker = z.infer<typeof xraySpeakerSchema>

/** One message of a request, or one tool definition, and what it takes of the whole. */
const sizeSchema = z.object({
  /** Of its JSON in the request's body, in bytes. */
  bytes: z.number().int(),
  /** Estimated: four bytes a token. */
  tokens: z.number().int(),
  /** Of all that was sent, 0 to 1. */
  share: z.number(),
})

const xrayMessageSchema = sizeSchema.extend({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  speaker: xraySpeakerSchema,
  /** Of a result and of a turn with calls: which tools. */
  tools: z.array(z.string()),
  /** The entry of the transcript that it comes from; null for the system prompt and a summary. */
  itemId: z.string().nullable(),
})
export type XrayMessage = z.infer<typeof xrayMessageSchema>

const xrayToolSchema = sizeSchema.extend({ name: z.string() })

/** What went over between a parent and a child, byte for byte. */
export const handoverSchema = z.object({
  parentId: taskIdSchema,
  parentDisplayId: z.string(),
  childId: taskIdSchema,
  childDisplayId: z.string(),
  callId: callIdSchema,
  /** The arguments of the call, as the parent's model wrote them. */
  asked: z.string(),
  /** The first message of the child: all that it got. */
  received: z.string().nullable(),
  /** What the parent's model reads of its return; null before. */
  returned: z.string().nullable(),
  /** Whether that is the result of its call, or a message that came later. */
  returnedAs: z.enum(['result', 'message']),
})
export type Handover = z.infer<typeof handoverSchema>

/** One request of a task, in short. */
const xrayRequestSchema = z.object({
  turnId: turnIdSchema,
  /** From 1, in the order of the log; every try counts. */
  number: z.number().int().positive(),
  at: z.number(),
  state: z.enum(['streaming', 'committed', 'aborted']),
  mode: z.string(),
  model: z.string(),
  providerId: providerIdSchema,
  attempt: z.number().int(),
})
export type XrayRequest = z.infer<typeof xrayRequestSchema>

/** What a request to a model held. There are no keys and no headers in it: they are no part of what is kept. */
export const xraySchema = z.object({
  taskId: taskIdSchema,
  displayId: z.string(),
  /** How many requests the task has made. */
  count: z.number().int(),
  /** The one that is shown; null for a task that has made none. */
  request: xrayRequestSchema
    .extend({
      truth: xrayTruthSchema,
      /** Everything in the body but the model, the messages and the tools. */
      parameters: z.record(z.string(), z.unknown()),
      /** The JSON that was sent; the messages and tools below are parts of it, in the same order. */
      body: z.string(),
      bytes: z.number().int(),
      tokens: z.number().int(),
      /** As the server counted it; null where it did not, or nothing came back. */
      counted: z.number().int().nullable(),
      messages: z.array(xrayMessageSchema),
      tools: z.array(xrayToolSchema),
      /** Entries of the transcript that a summary stood for, or null. */
      condensed: z.number().int().nullable(),
      /** Whether ids of calls were renamed and results paired anew for a strict server. */
      strict: z.boolean(),
      /** Whether the model's thoughts went back with its turns. */
      reasoning: z.boolean(),
    })
    .nullable(),
  /** With its parent, where it was asked for by one. */
  above: handoverSchema.nullable(),
  /** With the subtasks that it started, in the order of its calls. */
  below: z.array(handoverSchema),
})
export type Xray = z.infer<typeof xraySchema>

/** What fills a context, by kind. `files`: results of tools that read files. */
export const contextKinds = ['system', 'tools', 'messages', 'answers', 'results', 'files'] as const
export const contextPartsSchema = z.object({
  /** Of the last request; null for a task that has made none. */
  request: z
    .object({
      number: z.number().int(),
      at: z.number(),
      /** Estimated: four bytes a token. */
      tokens: z.number().int(),
      /** As the server counted it, or null. */
      counted: z.number().int().nullable(),
      /** False where the system prompt and the tools were not kept, so that they are missing here. */
      complete: z.boolean(),
      parts: z.array(
        z.object({ kind: z.enum(contextKinds), tokens: z.number().int(), count: z.number().int() }),
      ),
    })
    .nullable(),
})
export type ContextParts = z.infer<typeof contextPartsSchema>

/** Which request of a task: by its number, or the turn it became; the last one without either. */
export const xrayOrderSchema = z.object({
  taskId: taskIdSchema,
  number: z.number().int().positive().optional(),
  turnId: turnIdSchema.optional(),
})
export type XrayOrder = z.infer<typeof xrayOrderSchema>
