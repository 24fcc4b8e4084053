import { app, BrowserWindow, Menu } from 'electron'
import type { AppCommand } from '../../../contract/app-commands.ts'
import { menuTemplate } from './menu-template.ts'
import type { Windows } from './windows.ts'

/**
 * Sets the application menu, with the commands' keys as they are now. A command goes to the page that has the focus, else to the main window, which
 * is opened for it. After Electron is ready.
 */
export function setApplicationMenu(
  windows: Pick<Windows, 'showMain'>,
  version: string,
  commands: readonly AppCommand[],
): void {
  app.setAboutPanelOptions({ applicationName: 'Treeline', applicationVersion: version })
  const run = (id: string) => {
    const { webContents } = BrowserWindow.getFocusedWindow() ?? windows.showMain()
    const send = () => webContents.send('treeline:command', { id })
    if (webContents.isLoadingMainFrame()) webContents.once('did-finish-load', send)
    else send()
  }
  const showMain = () => void windows.showMain()
  const template = menuTemplate({ platform: process.platform, run, showMain, commands })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
