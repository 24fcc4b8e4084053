import { z } from 'zod'
import { contextKindSchema } from './message-extras.ts'

/** Something that can be mentioned, as the list under `@` shows it. */
export const mentionOfferSchema = z.object({
  kind: contextKindSchema,
  /** What is put into the message in place of what was typed, with its `@`. */
  insert: z.string(),
  /** The file's path, the task's display id, … */
  label: z.string(),
  /** More about it: a task's title, a commit's subject. Empty when there is no more. */
  detail: z.string(),
})
export type MentionOffer = z.infer<typeof mentionOfferSchema>

/** So many are offered at once. */
export const mostOffers = 50

/** A `/command` from a file. */
export const messageCommandSchema = z.object({
  /** Without the slash: the file's name. */
  name: z.string(),
  description: z.string(),
  /** What it wants after its name, in words: `<file> [what to look for]`. */
  hint: z.string(),
  /** The mode it is for, or null. */
  mode: z.string().nullable(),
  source: z.enum(['project', 'user']),
  /** Why it cannot be used, in words, or null. */
  problem: z.string().nullable(),
})
export type MessageCommand = z.infer<typeof messageCommandSchema>

/** `/commands` that the app itself knows. They act at once and nothing is sent. */
export const builtInCommands = [
  { name: 'mode', hint: '<mode>', description: 'Switch the mode' },
  { name: 'new', hint: '[what should be done]', description: 'Begin a new task' },
  { name: 'condense', hint: '', description: 'Condense this task’s history' },
  { name: 'export', hint: '[markdown, json or html]', description: 'Export this task’s transcript' },
] as const
export type BuiltInCommand = (typeof builtInCommands)[number]['name']

/** A `/command` at the start of a message: its name, and the rest of the text. Null when there is none. */
export function readCommand(text: string): { name: string; rest: string } | null {
  const match = /^\/([A-Za-z0-9][\w.-]*)(?:\s+([\s\S]*))?$/.exec(text.trim())
  return match === null ? null : { name: match[1] as string, rest: (match[2] ?? '').trim() }
}
