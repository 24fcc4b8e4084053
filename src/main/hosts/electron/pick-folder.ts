import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'

/** Asks for a folder with the system's dialog: its absolute path, or null when none was chosen. */
export async function pickFolder(): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: 'Open Folder',
    buttonLabel: 'Open',
    properties: ['openDirectory', 'createDirectory'],
  }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}
