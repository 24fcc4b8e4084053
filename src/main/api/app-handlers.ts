import { AppError } from '../../contract/app-error.ts'
import type { Health } from '../../contract/health.ts'
import type { Store } from '../store/store.ts'
import type { ApiDeps } from './api-deps.ts'
import { done, implementer } from './implementer.ts'

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
    watchHealth: app.watchHealth.handler(({ signal }) => watchHealth(store.health, signal)),
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

/** How storing goes now, and then whenever that changes: a slow reader gets the newest, not all. */
async function* watchHealth(health: Store['health'], signal?: AbortSignal): AsyncGenerator<Health> {
  let wake = () => {}
  let news = true
  const ring = () => {
    news = true
    wake()
  }
  const stop = health.listen(ring)
  signal?.addEventListener('abort', ring, { once: true })
  try {
    while (!signal?.aborted) {
      if (!news) await new Promise<void>((resolve) => (wake = resolve))
      news = false
      yield health.now()
    }
  } finally {
    stop()
  }
}
