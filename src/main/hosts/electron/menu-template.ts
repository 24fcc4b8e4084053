import type { MenuItemConstructorOptions } from 'electron'
import { type AppCommand, appCommands, type CommandCategory } from '../../../contract/app-commands.ts'
import { menuAccelerator } from '../../../contract/menu-accelerator.ts'

type Item = MenuItemConstructorOptions

const separator: Item = { type: 'separator' }
const roles = (...names: NonNullable<Item['role']>[]): Item[] => names.map((role) => ({ role }))

/**
 * The application menu, made from the list of commands and what the system brings. `run` is called with a
 * command's id, `showMain` to get back to the main window.
 */
export function menuTemplate({
  platform,
  run,
  showMain,
  commands = appCommands,
}: {
  platform: NodeJS.Platform
  run(id: string): void
  showMain(): void
  commands?: readonly AppCommand[]
}): Item[] {
  const mac = platform === 'darwin'
  const items = (category: CommandCategory): Item[] =>
    commands
      .filter((command) => command.category === category && isForMenus(command))
      .map((command) => {
        const accelerator = menuAccelerator(command)
        const click = () => run(command.id)
        return {
          id: command.id,
          label: command.title,
          click,
          ...(accelerator === null ? {} : { accelerator }),
        }
      })

  const task = [...items('Task'), ...(mac ? [] : [separator, ...roles('quit')])]
  const edit = [
    ...roles('undo', 'redo'),
    separator,
    ...roles('cut', 'copy', 'paste', 'pasteAndMatchStyle', 'delete'),
    separator,
    ...roles('selectAll'),
  ]
  const view = [
    ...items('View'),
    separator,
    ...roles('resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'),
    separator,
    ...roles('reload', 'toggleDevTools'),
  ]
  const window: Item[] = [
    { id: 'window.main', label: 'Main Window', click: showMain },
    separator,
    ...roles('minimize', ...(mac ? (['zoom', 'front'] as const) : [])),
    // The usual keys close a tab here.
    { role: 'close', label: 'Close Window', accelerator: 'CommandOrControl+Shift+W' },
  ]
  const app = [
    ...roles('about'),
    separator,
    ...items('Settings'),
    separator,
    ...roles('services'),
    separator,
    ...roles('hide', 'hideOthers', 'unhide'),
    separator,
    ...roles('quit'),
  ]

  return [
    ...(mac ? [{ label: 'Treeline', submenu: app }] : []),
    { label: 'Task', submenu: task },
    { label: 'Edit', submenu: edit },
    { label: 'Go', submenu: items('Go') },
    { label: 'View', submenu: view },
    ...(items('Approval').length === 0 ? [] : [{ label: 'Approval', submenu: items('Approval') }]),
    { label: 'Workspace', submenu: items('Workspace') },
    ...(mac ? [] : [{ label: 'Settings', submenu: items('Settings') }]),
    { label: 'Window', role: 'window', submenu: window },
    ...(mac ? [] : [{ label: 'Help', role: 'help', submenu: roles('about') } as const]),
  ]
}

/**
 * Not for menus: what belongs to the part of the screen that has the focus, and keys that stand for several
 * (`$mod+([1-9])`), where the key pressed says which is meant.
 */
function isForMenus({ keys, local }: AppCommand): boolean {
  return local !== true && !keys[0]?.includes('(')
}
