import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { autoApproveEntrySchema } from './action-type.ts'
import { providerIdSchema, workspaceIdSchema } from './ids.ts'
import { effectiveModeSchema, modesFileSchema } from './mode.ts'
import {
  connectionTestSchema,
  localServerSchema,
  providerSchema,
  providerStateSchema,
  serverUrlSchema,
} from './provider.ts'
import {
  preferencesChangeSchema,
  preferencesSchema,
  type SettingsState,
  scopeRefSchema,
  settingsFileSchema,
} from './settings.ts'

const ok = z.object({ ok: z.literal(true) })

/** What is asked of modes, settings and providers. */
export const settingsContract = {
  modes: {
    /** The modes in force for a workspace (or without one), in the order the selector shows. */
    list: oc
      .input(z.object({ workspaceId: workspaceIdSchema.nullable() }))
      .output(z.array(effectiveModeSchema)),
    /** The files they come from: the user's own, then the project's. */
    files: oc.input(z.object({ workspaceId: workspaceIdSchema.nullable() })).output(z.array(modesFileSchema)),
    /** Checks a text without keeping it: what the editor pane marks while one types. */
    check: oc.input(z.object({ text: z.string() })).output(modesFileSchema),
    /** Writes the user's own modes file. Faulty modes are kept in the file and reported, not used. */
    saveUser: oc.input(z.object({ text: z.string() })).output(modesFileSchema),
  },
  settings: {
    preferences: oc.output(preferencesSchema),
    setPreferences: oc.input(preferencesChangeSchema).output(preferencesSchema),
    /** Takes them out of settings.json, so that they are as at first. */
    unsetPreferences: oc
      .input(z.object({ names: z.array(preferencesSchema.keyof()) }))
      .output(preferencesSchema),
    /** How the preferences stand, and again whenever settings.json has changed, here or in an editor. */
    watch: oc.output(eventIterator(type<SettingsState>())),
    /** settings.json with its text. */
    file: oc.output(settingsFileSchema),
    /** What it would be with this text: what the editor pane marks while one types. */
    checkFile: oc.input(z.object({ text: z.string() })).output(settingsFileSchema),
    /** Writes settings.json as typed. What is faulty in it is kept, reported and not used. */
    saveFile: oc.input(z.object({ text: z.string() })).output(settingsFileSchema),
    /** All toggles as they stand at a place, each with the scope its value comes from. */
    autoApprove: oc.input(scopeRefSchema).output(z.array(autoApproveEntrySchema)),
    /** Sets toggles at one scope; null unsets, so that a wider scope decides again. */
    setAutoApprove: oc
      .input(z.object({ at: scopeRefSchema, toggles: z.record(z.string(), z.boolean().nullable()) }))
      .output(z.array(autoApproveEntrySchema)),
    layout: oc.input(z.object({ key: z.string() })).output(z.object({ json: z.string().nullable() })),
    setLayout: oc.input(z.object({ key: z.string(), json: z.string().max(500_000) })).output(ok),
  },
  providers: {
    list: oc.output(z.array(providerStateSchema)),
    /** Creates (without id) or changes one. A key that is undefined stays as it is; an empty one is removed. */
    save: oc
      .input(providerSchema.partial({ id: true }).extend({ key: z.string().optional() }))
      .output(providerStateSchema),
    remove: oc.input(z.object({ providerId: providerIdSchema })).output(ok),
    setDefault: oc.input(z.object({ providerId: providerIdSchema })).output(ok),
    /** Servers of models on this machine, by the ports that they usually have. Takes at most two seconds. */
    findLocal: oc.output(z.array(localServerSchema)),
    test: oc
      .input(
        z.object({
          providerId: providerIdSchema.optional(),
          baseUrl: serverUrlSchema,
          key: z.string().optional(),
        }),
      )
      .output(connectionTestSchema),
  },
}
