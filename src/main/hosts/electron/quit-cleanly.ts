import { app } from 'electron'
import { endWithin } from './end-within.ts'

/** How long the engine may take to end before the process ends without it. What it keeps is safe at any time. */
const patienceMs = 5_000

/**
 * Ends the app in order: when the last window is closed (on macOS when it is told to quit), windows first,
 * then what `dispose` ends, then the process. Exit code 1 when `dispose` fails or takes too long.
 */
export function quitCleanly({
  dispose,
  log,
}: {
  dispose(): Promise<void>
  log(level: 'error', message: string): void
}): void {
  let ending = false
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (ending) return
    ending = true
    void endWithin(patienceMs, dispose, log).then((code) => app.exit(code))
  })
}
