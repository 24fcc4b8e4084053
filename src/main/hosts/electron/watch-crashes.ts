import { type BrowserWindow, dialog } from 'electron'

/** A page that is gone again so soon after it was loaded is not loaded again unasked. */
const tooSoonMs = 10_000

/**
 * Loads a window's page again when its process is gone, and says so: tasks run in another process and went
 * on meanwhile. A page that keeps crashing is left to the person to load again or to close.
 */
export function watchCrashes(
  window: BrowserWindow,
  log: (level: 'error', message: string) => void,
  now: () => number = Date.now,
): void {
  let loadedAgainAt = Number.NEGATIVE_INFINITY

  function loadAgain(): void {
    if (window.isDestroyed()) return
    loadedAgainAt = now()
    window.webContents.reload()
  }

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    log('error', `A window's page is gone: ${reason}, exit code ${exitCode}.`)
    void recover().catch((error: Error) => log('error', `A window was not recovered: ${error.message}`))
  })

  window.webContents.on('preload-error', (_event, _path, { message }) => {
    log('error', `A window's page cannot reach the engine, because its preload failed: ${message}`)
  })

  async function recover(): Promise<void> {
    const detail = 'Your tasks were not affected and go on.'
    if (now() - loadedAgainAt > tooSoonMs) {
      loadAgain()
      const message = 'This window stopped working and was loaded again.'
      await dialog.showMessageBox(window, { type: 'warning', message, detail, buttons: ['OK'] })
      return
    }
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: 'This window keeps crashing.',
      detail,
      buttons: ['Load Again', 'Close Window'],
      defaultId: 0,
      cancelId: 1,
    })
    if (response === 0) loadAgain()
    else if (!window.isDestroyed()) window.close()
  }
}
