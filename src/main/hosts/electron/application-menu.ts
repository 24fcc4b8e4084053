import { app, BrowserWindow, type IpcMainEvent, ipcMain, Menu } from 'electron'
import type { AppCommand } from '../../../contract/app-commands.ts'
import { menuTemplate } from './menu-template.ts'
import type { Windows } from './windows.ts'

/** The application's menu. */
export type ApplicationMenu = {
  /** Makes it anew with the commands' keys as they are now. */
  set(commands: readonly AppCommand[]): void
}

/**
 * A command goes to the page that has the focus, else to the main window, which is opened for it. What a page says it
 * cannot do now is grey while its window is the one in front. After Electron is ready.
 */
export function createApplicationMenu(windows: Pick<Windows, 'showMain'>, version: string): ApplicationMenu {
  app.setAboutPanelOptions({ applicationName: 'Treeline', applicationVersion: version })
  let menu: Menu | null = null
  const unable = new WeakMap<Electron.WebContents, ReadonlySet<string>>()

  const run = (id: string) => {
    const { webContents } = BrowserWindow.getFocusedWindow() ?? windows.showMain()
    const send = () => webContents.send('treeline:command', { id })
    if (webContents.isLoadingMainFrame()) webContents.once('did-finish-load', send)
    else send()
  }
  const showMain = () => void windows.showMain()

  let ids: readonly string[] = []
  function grey(): void {
    const front = BrowserWindow.getFocusedWindow()
    const not = front === null ? undefined : unable.get(front.webContents)
    for (const id of ids) {
      const item = menu?.getMenuItemById(id)
      if (item) item.enabled = !not?.has(id)
    }
  }

  ipcMain.on('treeline:unable', ({ sender }: IpcMainEvent, told: unknown) => {
    if (!Array.isArray(told)) return
    unable.set(sender, new Set(told.filter((id) => typeof id === 'string')))
    grey()
  })
  app.on('browser-window-focus', grey)

  return {
    set(commands) {
      ids = commands.map(({ id }) => id)
      menu = Menu.buildFromTemplate(menuTemplate({ platform: process.platform, run, showMain, commands }))
      grey()
      Menu.setApplicationMenu(menu)
    },
  }
}
