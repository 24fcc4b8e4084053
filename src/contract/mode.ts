import { z } from 'zod'
import { modeSnapshotIdSchema } from './ids.ts'

/** The groups of tools a mode may grant. Tools outside every group are always available. */
export const toolGroups = ['read', 'edit', 'command', 'browser', 'mcp'] as const
export const toolGroupSchema = z.enum(toolGroups)
export type ToolGroup = z.infer<typeof toolGroupSchema>

/** One granted group. `fileRegex` limits an `edit` grant to matching workspace-relative, `/`-separated paths. */
export const groupGrantSchema = z.object({
  group: toolGroupSchema,
  fileRegex: z.string().optional(),
  description: z.string().optional(),
})
export type GroupGrant = z.infer<typeof groupGrantSchema>

/** Where a mode was defined. Project wins over user, user over built in (R20). */
export const modeSourceSchema = z.enum(['builtin', 'user', 'project'])
export type ModeSource = z.infer<typeof modeSourceSchema>

/** A mode: a prompt, the tools that go with it, and when to choose it. */
export const modeSchema = z.object({
  slug: z.string().regex(/^[a-zA-Z0-9-]+$/),
  name: z.string().min(1),
  description: z.string().default(''),
  whenToUse: z.string().default(''),
  roleDefinition: z.string().min(1),
  customInstructions: z.string().default(''),
  groups: z.array(groupGrantSchema),
  source: modeSourceSchema,
})
export type Mode = z.infer<typeof modeSchema>

/** A mode frozen at the moment a task began with it, so that later edits of the file change nothing for it. */
export const modeSnapshotSchema = z.object({ id: modeSnapshotIdSchema, mode: modeSchema })
export type ModeSnapshot = z.infer<typeof modeSnapshotSchema>

/** A fault found in a modes file. The line is the file's, from 1; null when it cannot be told. */
export const modeProblemSchema = z.object({
  severity: z.enum(['error', 'warning']),
  slug: z.string().nullable(),
  field: z.string().nullable(),
  line: z.number().int().positive().nullable(),
  message: z.string(),
})
export type ModeProblem = z.infer<typeof modeProblemSchema>

/** A modes file as it stands: its path, its text, the modes that hold and what is wrong with the others. */
export const modesFileSchema = z.object({
  path: z.string(),
  source: modeSourceSchema,
  exists: z.boolean(),
  text: z.string(),
  modes: z.array(modeSchema),
  problems: z.array(modeProblemSchema),
})
export type ModesFile = z.infer<typeof modesFileSchema>

/** A mode in force, and the lower-ranking sources it replaces. */
export const effectiveModeSchema = modeSchema.extend({ overrides: z.array(modeSourceSchema) })
export type EffectiveMode = z.infer<typeof effectiveModeSchema>
