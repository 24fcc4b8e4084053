import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { TaskId } from '../../../contract/ids.ts'
import type { PageAddress } from './page-address.ts'
import { placeWindow, smallestWindow, type WindowKind } from './window-place.ts'
import type { WindowPlaceFile } from './window-place-file.ts'
import { windowPreferences } from './window-preferences.ts'

/** The page's canvas in both themes, shown until the page has painted itself. */
const canvas = { light: '#f4f4f0', dark: '#121514' }

/** The app's windows: one for everything, and one for any task that was given its own. */
export type Windows = {
  /** Brings the main window to the front, opening it if need be. */
  showMain(): BrowserWindow
  /** Brings a task's window to the front, opening it if need be. */
  showTask(taskId: TaskId): void
}

/** Opens no window yet. `onOpen` is told of every window before it loads. After Electron is ready. */
export function createWindows({
  address,
  preload,
  icon,
  places,
  onOpen,
  log,
}: {
  address: PageAddress
  /** The preload script, absolute. */
  preload: string
  /** The app's picture, absolute: Linux has no other way to know it. */
  icon: string
  places: WindowPlaceFile
  onOpen(window: BrowserWindow): void
  log(level: 'warn', message: string): void
}): Windows {
  let main: BrowserWindow | null = null
  const tasks = new Map<TaskId, BrowserWindow>()

  function open(kind: WindowKind, taskId: TaskId | null): BrowserWindow {
    const primary = screen.getPrimaryDisplay().workArea
    const workAreas = screen.getAllDisplays().map((display) => display.workArea)
    const { maximized, ...bounds } = placeWindow(
      kind,
      places.get(kind),
      [primary, ...workAreas],
      kind === 'task' ? tasks.size : 0,
    )
    const window = new BrowserWindow({
      ...bounds,
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      title: 'Treeline',
      icon,
      backgroundColor: nativeTheme.shouldUseDarkColors ? canvas.dark : canvas.light,
      show: false,
      webPreferences: windowPreferences(preload, process.platform),
    })
    window.once('ready-to-show', () => (maximized ? window.maximize() : window.show()))
    window.on('close', () => {
      places.keep(kind, { ...window.getNormalBounds(), maximized: window.isMaximized() })
    })
    onOpen(window)
    window.loadURL(address.of(taskId)).catch((error: Error) => {
      if (window.isDestroyed()) return
      log('warn', `A window's page could not be loaded: ${error.message}`)
      // An empty window can at least be seen and closed.
      window.show()
    })
    return window
  }

  return {
    showMain() {
      if (main !== null) return bringToFront(main)
      const window = open('main', null)
      main = window
      window.once('closed', () => {
        main = null
      })
      return window
    },
    showTask(taskId) {
      const existing = tasks.get(taskId)
      if (existing !== undefined) return void bringToFront(existing)
      const window = open('task', taskId)
      tasks.set(taskId, window)
      window.once('closed', () => tasks.delete(taskId))
    },
  }
}

function bringToFront(window: BrowserWindow): BrowserWindow {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
  return window
}
