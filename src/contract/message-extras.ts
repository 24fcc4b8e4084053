import { z } from 'zod'

/** What a mention can stand for; `command` is a `/command` and what it stands for. */
export const contextKindSchema = z.enum(['file', 'folder', 'task', 'git', 'url', 'command'])
export type ContextKind = z.infer<typeof contextKindSchema>

/** What a mention in a message stood for when the message was accepted: exactly what the model is sent of it. */
export const messageContextSchema = z.object({
  kind: contextKindSchema,
  /** The mention as it was typed: `@src/index.ts`. */
  mention: z.string(),
  /** What it is, in few words for people and models: `file, 120 lines`. */
  what: z.string(),
  /** Its content; with `missing` why there is none, in words. */
  text: z.string(),
  state: z.enum(['whole', 'cut', 'missing']),
})
export type MessageContext = z.infer<typeof messageContextSchema>

/** The kinds of images that models take. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const

/** An image of a message: its bytes are kept in the data folder under their hash. */
export const imageRefSchema = z.object({
  /** SHA-256 of the bytes, in hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.enum(imageTypes),
  /** What it was called where it came from. */
  name: z.string().max(300),
  /** Bytes. */
  size: z.number().int().nonnegative(),
})
export type ImageRef = z.infer<typeof imageRefSchema>

/** What a message carries besides its words. Absent when there is none. */
export const messageExtrasSchema = z.object({
  context: z.array(messageContextSchema).optional(),
  images: z.array(imageRefSchema).optional(),
})
export type MessageExtras = z.infer<typeof messageExtrasSchema>

/** So many images a message may have, as most servers take no more than ten to twenty in a request. */
export const mostImages = 10

/** So large an image may be, in bytes: what the strictest of the usual servers takes. */
export const mostImageBytes = 5 * 1024 * 1024

/** Only what is there: a message without extras keeps the shape it always had. */
export function presentExtras({ context, images }: MessageExtras): MessageExtras {
  return {
    ...(context === undefined || context.length === 0 ? {} : { context }),
    ...(images === undefined || images.length === 0 ? {} : { images }),
  }
}
