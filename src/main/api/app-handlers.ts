import { AppError } from '../../contract/app-error.ts'
import type { ApiDeps } from './api-deps.ts'
import { done, implementer } from './implementer.ts'
import { newest } from './newest.ts'

/** What the host is and can do. */
export function appHandlers({ host, store, backUp }: ApiDeps) {
  const { app } = implementer
  return {
    info: app.info.handler(() => {
      const { version, host: kind, platform, dataFolder, homeFolder, pickFolder, openTaskWindow } = host
      return {
        version,
        host: kind,
        platform,
        dataFolder,
        homeFolder,
        secretsKept: host.secretsKept(),
        canPickFolder: pickFolder !== null,
        canOpenWindows: openTaskWindow !== null,
      }
    }),
    watchHealth: app.watchHealth.handler(({ signal }) => {
      return newest(store.health.now, store.health.listen, signal)
    }),
    backup: app.backup.handler(() => backUp()),
    openTaskWindow: app.openTaskWindow.handler(({ input }) => {
      if (host.openTaskWindow === null) {
        throw new AppError(
          'not_supported_here',
          'This host has no windows of its own. Open the task in a new tab.',
        )
      }
      host.openTaskWindow(input.taskId)
      return done
    }),
    openExternal: app.openExternal.handler(async ({ input }) => {
      const { protocol } = new URL(input.url)
      if (!['http:', 'https:', 'mailto:'].includes(protocol)) {
        throw new AppError('not_allowed', `Links of the kind ${protocol} are not opened from here.`)
      }
      await host.openExternal(input.url)
      return done
    }),
  }
}
