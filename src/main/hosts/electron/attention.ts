import { app, BrowserWindow, Notification } from 'electron'
import { createAnnouncer } from '../../../contract/announcer.ts'
import type { App } from '../../app.ts'
import type { Windows } from './windows.ts'

/**
 * Tells of what happens while no window is looked at, by the system's notifications, and keeps the number that waits
 * on the app's icon where the system shows one. A click opens the task. Returns what ends it.
 */
export function followAttention(
  { engine, store }: Pick<App, 'engine' | 'store'>,
  windows: Pick<Windows, 'showMain'>,
  log: (level: 'warn', message: string) => void,
): () => void {
  const stop = new AbortController()
  // A notification that nobody holds is collected, and its click with it.
  const shown = new Set<Notification>()
  const announcer = createAnnouncer({
    settings: store.settings.preferences,
    lookedAt: () => BrowserWindow.getFocusedWindow() !== null,
    show: ({ title, body, taskId, sound }) => {
      if (sound !== null) {
        const [window] = BrowserWindow.getAllWindows()
        window?.webContents.send('treeline:command', { id: `sound.${sound}` })
      }
      if (!Notification.isSupported()) return
      const notification = new Notification({ title, body, silent: true })
      shown.add(notification)
      const gone = () => shown.delete(notification)
      notification.on('close', gone)
      notification.on('failed', (_event, error) => {
        gone()
        log('warn', `A notification could not be shown: ${error}`)
      })
      notification.on('click', () => {
        gone()
        const { webContents } = windows.showMain()
        const send = () => webContents.send('treeline:command', { id: 'task.open', taskId })
        if (webContents.isLoadingMainFrame()) webContents.once('did-finish-load', send)
        else send()
      })
      notification.show()
    },
    badge: (count) => void app.setBadgeCount(count),
    now: Date.now,
    later: (work, ms) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  })
  const read = async () => {
    for await (const frame of engine.watch.tree(stop.signal)) announcer.onFrame(frame)
  }
  read().catch((error: unknown) => {
    if (!stop.signal.aborted) log('warn', `Notifications have ended: ${String(error)}`)
  })
  const stopSettings = store.settings.listen(announcer.settingsChanged)
  return () => {
    stop.abort()
    stopSettings()
    announcer.dispose()
  }
}
