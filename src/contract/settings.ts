import { z } from 'zod'
import { actionTypeSchema } from './action-type.ts'
import { budgetSchema, noBudget } from './budget.ts'
import { commandKeysSchema } from './command-keys.ts'
import { taskIdSchema, workspaceIdSchema } from './ids.ts'

/** Where a setting is kept. A `task` scope covers the task and everything below it. */
export const scopeRefSchema = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('everywhere') }),
  z.object({ scope: z.literal('workspace'), workspaceId: workspaceIdSchema }),
  z.object({ scope: z.literal('task'), taskId: taskIdSchema }),
])
export type ScopeRef = z.infer<typeof scopeRefSchema>

/** Auto-approve toggles set at one scope. A type that is absent is decided further out. */
export const autoApproveSchema = z.partialRecord(actionTypeSchema, z.boolean())
export type AutoApprove = z.infer<typeof autoApproveSchema>

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  /** Size of what is read, in pixels; everything else in the interface keeps its proportion to it. */
  fontSize: z.number().int().min(11).max(20),
  /** Family for code and terminals, before the ones the app brings; empty for those. */
  codeFont: z
    .string()
    .max(200)
    .regex(/^[^;{}<>\\]*$/, 'A font is named without ; { } < > and \\'),
  /** Pixels, of code and terminals. */
  codeFontSize: z.number().min(9).max(24),
  /** Whether things move: as the system says, never, or always. */
  motion: z.enum(['system', 'reduced', 'full']),
  /** Keys that replace a command's own. */
  keys: commandKeysSchema,
  notifyApproval: z.boolean(),
  notifyQuestion: z.boolean(),
  notifyDone: z.boolean(),
  notifyFailed: z.boolean(),
  /** Also of subtasks, not of roots alone. */
  notifySubtasks: z.boolean(),
  /** The number that waits, on the app's icon, in the title and on the tab's picture. */
  badge: z.boolean(),
  sounds: z.boolean(),
  /** No notifications and sounds: `on`, or until a moment (ISO 8601). */
  doNotDisturb: z.union([
    z.enum(['off', 'on']),
    z.iso.datetime({ offset: true, error: 'It is "off", "on", or a time such as "2026-01-31T18:00:00Z"' }),
  ]),
  /** Whether tokens, time and cost stand under every turn, or only under the one that is looked at. */
  turnDetails: z.boolean(),
  /** How differences are shown: in one column, or before and after side by side. */
  diffView: z.enum(['unified', 'split']),
  /** How deep subtasks may nest below a root; 0 forbids them (R13). */
  maxDepth: z.number().int().min(0).max(20),
  /** Seconds a foreground command may run before it is ended. */
  commandTimeoutSeconds: z.number().int().min(1).max(86_400),
  /** Requests in a row that may come to nothing before the task stops and says so. */
  maxRetries: z.number().int().min(0).max(50),
  /** Seconds without a piece of the answer before a request counts as stalled; keep-alives are no answer. */
  stallSeconds: z.number().int().min(1).max(7_200),
  /** Useless answers in a row (no tool call, unusable arguments) before the task stops and says so. */
  maxMistakes: z.number().int().min(1).max(20),
  /** The budget that new trees begin with. A change of it does not reach trees that are there already. */
  treeBudget: budgetSchema,
  /** After a restart, tasks that were at work go on by themselves or wait as `interrupted`. */
  afterRestart: z.enum(['continue', 'wait']),
  /** The person's own words for every mode, appended to each system prompt. */
  customInstructions: z.string().max(100_000),
}

/** What a person prefers, everywhere. Every field has the default it starts with. */
export const preferencesSchema = z.object({
  theme: fields.theme.default('system'),
  density: fields.density.default('comfortable'),
  fontSize: fields.fontSize.default(13),
  codeFont: fields.codeFont.default(''),
  codeFontSize: fields.codeFontSize.default(12),
  motion: fields.motion.default('system'),
  keys: fields.keys.default({}),
  notifyApproval: fields.notifyApproval.default(true),
  notifyQuestion: fields.notifyQuestion.default(true),
  notifyDone: fields.notifyDone.default(true),
  notifyFailed: fields.notifyFailed.default(true),
  notifySubtasks: fields.notifySubtasks.default(false),
  badge: fields.badge.default(true),
  sounds: fields.sounds.default(false),
  doNotDisturb: fields.doNotDisturb.default('off'),
  turnDetails: fields.turnDetails.default(false),
  diffView: fields.diffView.default('unified'),
  maxDepth: fields.maxDepth.default(4),
  commandTimeoutSeconds: fields.commandTimeoutSeconds.default(120),
  maxRetries: fields.maxRetries.default(5),
  stallSeconds: fields.stallSeconds.default(300),
  maxMistakes: fields.maxMistakes.default(3),
  treeBudget: fields.treeBudget.default(noBudget),
  afterRestart: fields.afterRestart.default('continue'),
  customInstructions: fields.customInstructions.default(''),
})
export type Preferences = z.infer<typeof preferencesSchema>
export type PreferenceName = keyof Preferences

/** Every name that settings.json may hold, in the order in which it is documented. */
export const preferenceNames = Object.keys(preferencesSchema.shape) as PreferenceName[]

/** A change of some preferences. Without defaults: what is not named stays as it is. */
export const preferencesChangeSchema = z.object(fields).partial()

/** Something wrong in settings.json, with its line from 1. */
export const settingsProblemSchema = z.object({
  severity: z.enum(['error', 'warning']),
  line: z.number().int().positive().nullable(),
  message: z.string(),
})
export type SettingsProblem = z.infer<typeof settingsProblemSchema>

/** settings.json as it stands, or as it would with another text. */
export const settingsFileSchema = z.object({
  path: z.string(),
  exists: z.boolean(),
  text: z.string(),
  problems: z.array(settingsProblemSchema),
})
export type SettingsFile = z.infer<typeof settingsFileSchema>

/** The preferences in force, which of them the file sets, and what is wrong with it. */
export type SettingsState = Omit<SettingsFile, 'text'> & {
  preferences: Preferences
  set: PreferenceName[]
}
