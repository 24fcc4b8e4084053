/** Where a command stands in menus, in this order. */
export const commandCategories = ['Task', 'Go', 'View', 'Approval', 'Workspace', 'Settings'] as const
export type CommandCategory = (typeof commandCategories)[number]

/** A command as palettes, menus and the cheat sheet show it. What it does is the page's affair. */
export type AppCommand = {
  /** Stable: menus, saved keys and hosts name commands by it. */
  id: string
  title: string
  category: CommandCategory
  /**
   * Keys in the notation of tinykeys: `$mod` is Command on macOS and Control elsewhere, letters and
   * digits by their place on the keyboard (`KeyK`). The first is the one that is shown. A browser keeps
   * some for itself, so the second is one that it leaves to pages.
   */
  keys: readonly string[]
  /** Handled by the part of the screen that has the focus, and listed here only to be found. */
  local?: true
}

/** Every command there is. Menus of all hosts, the palette and the cheat sheet are made from this list. */
export const appCommands = [
  { id: 'task.new', title: 'New Task', category: 'Task', keys: ['$mod+KeyN', 'Alt+KeyN'] },
  { id: 'task.rename', title: 'Rename Task…', category: 'Task', keys: ['F2'] },
  { id: 'task.stop', title: 'Stop Task', category: 'Task', keys: ['Escape'], local: true },
  { id: 'task.resume', title: 'Resume Task', category: 'Task', keys: [] },
  { id: 'task.retry', title: 'Retry Task…', category: 'Task', keys: [] },
  { id: 'task.condense', title: 'Condense This Task’s History', category: 'Task', keys: [] },
  { id: 'task.cancel', title: 'Cancel Task…', category: 'Task', keys: [] },
  { id: 'task.nest', title: 'Nest Under…', category: 'Task', keys: [] },
  { id: 'task.unnest', title: 'Unnest', category: 'Task', keys: [] },
  { id: 'task.attach', title: 'Attach Result To…', category: 'Task', keys: [] },
  { id: 'task.delete', title: 'Delete Task', category: 'Task', keys: [] },
  { id: 'task.restore', title: 'Restore Deleted Task…', category: 'Task', keys: [] },
  { id: 'task.copy-id', title: 'Copy Task ID', category: 'Task', keys: [] },
  { id: 'task.export-markdown', title: 'Export Transcript as Markdown', category: 'Task', keys: [] },
  { id: 'task.export-json', title: 'Export Transcript as JSON', category: 'Task', keys: [] },
  {
    id: 'task.export-tree-markdown',
    title: 'Export With Subtasks as Markdown',
    category: 'Task',
    keys: [],
  },
  { id: 'task.export-html', title: 'Export With Subtasks as HTML', category: 'Task', keys: [] },
  { id: 'task.copy-markdown', title: 'Copy Transcript as Markdown', category: 'Task', keys: [] },
  { id: 'tasks.import', title: 'Import Tasks…', category: 'Task', keys: [] },
  { id: 'task.open-window', title: 'Open Task in New Window', category: 'Task', keys: [] },

  { id: 'go.palette', title: 'Command Palette', category: 'Go', keys: ['$mod+KeyK', '$mod+Shift+KeyP'] },
  { id: 'go.task', title: 'Go to Task…', category: 'Go', keys: ['$mod+KeyP'] },
  { id: 'go.search', title: 'Search Everything', category: 'Go', keys: ['$mod+Shift+KeyF'] },
  { id: 'go.filter', title: 'Filter Task List', category: 'Go', keys: [] },
  {
    id: 'go.next-waiting',
    title: 'Go to Next Task That Waits for You',
    category: 'Go',
    keys: ['$mod+Shift+KeyA'],
  },
  { id: 'inbox.open', title: 'Open Inbox', category: 'Go', keys: ['$mod+KeyI'] },
  { id: 'go.back', title: 'Go Back', category: 'Go', keys: ['$mod+BracketLeft'] },
  { id: 'go.forward', title: 'Go Forward', category: 'Go', keys: ['$mod+BracketRight'] },
  { id: 'go.previous', title: 'Previous Task', category: 'Go', keys: ['$mod+Alt+ArrowUp'] },
  { id: 'go.next', title: 'Next Task', category: 'Go', keys: ['$mod+Alt+ArrowDown'] },
  { id: 'go.parent', title: 'Go to Parent Task', category: 'Go', keys: ['$mod+Alt+ArrowLeft'] },
  { id: 'go.child', title: 'Go to Subtask', category: 'Go', keys: ['$mod+Alt+ArrowRight'] },
  { id: 'plan.open', title: 'Open Plan', category: 'Go', keys: ['$mod+Shift+KeyG'] },
  { id: 'xray.open', title: 'Open Context X-ray', category: 'Go', keys: [] },

  { id: 'view.left-bar', title: 'Toggle Task List', category: 'View', keys: ['$mod+KeyB'] },
  { id: 'view.right-bar', title: 'Toggle Inspector', category: 'View', keys: ['$mod+Alt+KeyB'] },
  { id: 'view.changes', title: 'Show Changes', category: 'View', keys: ['$mod+KeyD'] },
  { id: 'view.terminal', title: 'Show Terminal Output', category: 'View', keys: ['$mod+KeyJ'] },
  { id: 'pane.new', title: 'New Tab', category: 'View', keys: ['$mod+KeyT', 'Alt+KeyT'] },
  { id: 'pane.split', title: 'Split Pane', category: 'View', keys: ['$mod+Backslash'] },
  { id: 'pane.zoom', title: 'Zoom Split', category: 'View', keys: ['$mod+Shift+Backslash'] },
  { id: 'pane.next-split', title: 'Go to Next Split', category: 'View', keys: ['F6'] },
  { id: 'pane.close', title: 'Close Tab', category: 'View', keys: ['$mod+KeyW', 'Alt+KeyW'] },
  {
    id: 'pane.reopen',
    title: 'Reopen Closed Tab',
    category: 'View',
    keys: ['$mod+Shift+KeyT', 'Alt+Shift+KeyT'],
  },
  { id: 'pane.go-to', title: 'Go to Tab 1–9', category: 'View', keys: ['$mod+([1-9])'] },
  { id: 'view.theme', title: 'Toggle Light and Dark Theme', category: 'View', keys: [] },
  { id: 'view.keys', title: 'Keyboard Shortcuts', category: 'View', keys: ['[Shift]+?'] },

  {
    id: 'approval.approve',
    title: 'Approve the Focused Card',
    category: 'Approval',
    keys: ['Enter'],
    local: true,
  },
  {
    id: 'approval.reject',
    title: 'Reject the Focused Card',
    category: 'Approval',
    keys: ['Shift+Backspace'],
    local: true,
  },

  { id: 'workspace.open', title: 'Open Folder…', category: 'Workspace', keys: ['$mod+KeyO'] },
  { id: 'workspace.switch', title: 'Switch Workspace…', category: 'Workspace', keys: [] },
  { id: 'workspace.demo', title: 'Try the Demo', category: 'Workspace', keys: [] },

  { id: 'settings.open', title: 'Settings', category: 'Settings', keys: ['$mod+Comma'] },
  { id: 'settings.providers', title: 'Model Providers', category: 'Settings', keys: [] },
  { id: 'settings.auto-approve', title: 'Auto-approve Settings', category: 'Settings', keys: [] },
  { id: 'modes.edit', title: 'Edit Global Modes', category: 'Settings', keys: [] },
] as const satisfies readonly AppCommand[]

export type AppCommandId = (typeof appCommands)[number]['id']

const acceleratorNames: Record<string, string> = {
  $mod: 'CommandOrControl',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
}

/**
 * Keys as a native menu writes them (`CommandOrControl+Shift+P`), or null where a menu cannot say them
 * or must not take them away from the page.
 */
export function menuAccelerator({ keys, local }: AppCommand): string | null {
  const [first] = keys
  if (first === undefined || local === true || /[([]/.test(first)) return null
  return first
    .split('+')
    .map((part) => acceleratorNames[part] ?? part.replace(/^(Key|Digit)/, ''))
    .join('+')
}
