import { oc } from '@orpc/contract'
import { z } from 'zod'
import { mentionOfferSchema, messageCommandSchema } from './composer.ts'
import { taskIdSchema, workspaceIdSchema } from './ids.ts'
import { imageRefSchema, imageTypes } from './message-extras.ts'

const workspace = z.object({ workspaceId: workspaceIdSchema })
/** Where one writes: to a task, or without one to a new task. */
const place = workspace.extend({ taskId: taskIdSchema.nullable() })

/** What a composer asks while one writes. Nothing of it changes a task. */
export const composerContract = {
  /** What can be mentioned, for what was typed after the `@`, the best first; at most 50. */
  mentions: oc.input(place.extend({ query: z.string().max(2_000) })).output(z.array(mentionOfferSchema)),
  /** The `/commands` from files that are in force. */
  commands: oc.input(workspace).output(z.array(messageCommandSchema)),
  /** What the person sent in the workspace, the latest first. */
  history: oc.input(workspace).output(z.array(z.string())),
  /** Keeps an image, in base64. `bad_request` in words for what is none, or too large. */
  addImage: oc
    .input(z.object({ name: z.string().max(1_000), data: z.string().max(8_000_000) }))
    .output(imageRefSchema),
  /** An image's bytes in base64; `not_found` when they are gone. */
  image: oc
    .input(z.object({ hash: z.string() }))
    .output(z.object({ mediaType: z.enum(imageTypes), data: z.string() })),
  /** The mention of the workspace's file with this name and content, or null. */
  findFile: oc
    .input(place.extend({ name: z.string().max(1_000), text: z.string().max(1_000_000) }))
    .output(z.object({ mention: z.string().nullable() })),
}
