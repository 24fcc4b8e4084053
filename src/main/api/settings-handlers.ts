import { z } from 'zod'
import { actionTypeSchema } from '../../contract/action-type.ts'
import { AppError } from '../../contract/app-error.ts'
import type { ApiDeps } from './api-deps.ts'
import { done, implementer } from './implementer.ts'
import { newest } from './newest.ts'

const togglesSchema = z.partialRecord(actionTypeSchema, z.boolean().nullable())

/** Preferences, toggles and layouts. */
export function settingsHandlers({ store, autoApprove }: ApiDeps) {
  const { settings } = implementer
  return {
    preferences: settings.preferences.handler(() => store.settings.preferences()),
    setPreferences: settings.setPreferences.handler(({ input }) => store.settings.setPreferences(input)),
    unsetPreferences: settings.unsetPreferences.handler(({ input }) =>
      store.settings.unsetPreferences(input.names),
    ),
    watch: settings.watch.handler(({ signal }) => {
      return newest(store.settings.state, store.settings.listen, signal)
    }),
    file: settings.file.handler(() => store.settings.file()),
    checkFile: settings.checkFile.handler(({ input }) => store.settings.checkFile(input.text)),
    saveFile: settings.saveFile.handler(({ input }) => store.settings.saveFile(input.text)),
    autoApprove: settings.autoApprove.handler(({ input }) => autoApprove.at(input)),
    setAutoApprove: settings.setAutoApprove.handler(({ input }) => {
      const toggles = togglesSchema.safeParse(input.toggles)
      if (!toggles.success) throw new AppError('bad_request', 'There is no such action type to approve.')
      return autoApprove.set(input.at, toggles.data)
    }),
    layout: settings.layout.handler(({ input }) => ({ json: store.settings.layout(input.key) })),
    setLayout: settings.setLayout.handler(({ input }) => {
      store.settings.setLayout(input.key, input.json)
      return done
    }),
  }
}

/** Modes and the files they come from. */
export function modeHandlers({ modes: rooms }: ApiDeps) {
  const { modes } = implementer
  return {
    list: modes.list.handler(({ input }) => rooms.list(input.workspaceId)),
    files: modes.files.handler(({ input }) => rooms.files(input.workspaceId)),
    check: modes.check.handler(({ input }) => rooms.check(input.text)),
    saveUser: modes.saveUser.handler(({ input }) => rooms.saveUser(input.text)),
  }
}

/** Endpoints and their models. */
export function providerHandlers({ providers: rooms }: ApiDeps) {
  const { providers } = implementer
  return {
    list: providers.list.handler(() => rooms.list()),
    save: providers.save.handler(({ input }) => rooms.save(input)),
    remove: providers.remove.handler(async ({ input }) => {
      await rooms.remove(input.providerId)
      return done
    }),
    setDefault: providers.setDefault.handler(({ input }) => {
      rooms.setDefault(input.providerId)
      return done
    }),
    findLocal: providers.findLocal.handler(() => rooms.findLocal()),
    test: providers.test.handler(({ input }) => rooms.test(input)),
  }
}
