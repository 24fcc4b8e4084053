import type { CommandCondition } from './command-condition.ts'

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
  /** What must hold for it to do something now; all of it. */
  when?: readonly CommandCondition[]
}

/** Every command there is. Menus of all hosts, the palette and the cheat sheet are made from this list. */
export const appCommands = [
  {
    id: 'task.new',
    title: 'New Task',
    category: 'Task',
    keys: ['$mod+KeyN', 'Alt+KeyN'],
    when: ['workspace'],
  },
  { id: 'task.rename', title: 'Rename Task…', category: 'Task', keys: ['F2'], when: ['task'] },
  {
    id: 'task.stop',
    title: 'Stop Task',
    category: 'Task',
    keys: ['Escape'],
    local: true,
    when: ['taskWorking'],
  },
  { id: 'task.resume', title: 'Resume Task', category: 'Task', keys: [], when: ['taskStopped'] },
  { id: 'task.retry', title: 'Retry Task…', category: 'Task', keys: [], when: ['taskEnded'] },
  { id: 'task.fork', title: 'Fork Task', category: 'Task', keys: [], when: ['task'] },
  { id: 'task.condense', title: 'Condense This Task’s History', category: 'Task', keys: [], when: ['task'] },
  { id: 'task.cancel', title: 'Cancel Task…', category: 'Task', keys: [], when: ['taskOpen'] },
  { id: 'task.duplicate', title: 'Duplicate as New Task…', category: 'Task', keys: [], when: ['task'] },
  { id: 'task.pin', title: 'Pin Task', category: 'Task', keys: [], when: ['taskNotPinned'] },
  { id: 'task.unpin', title: 'Unpin Task', category: 'Task', keys: [], when: ['taskPinned'] },
  {
    id: 'task.archive',
    title: 'Archive Task',
    category: 'Task',
    keys: [],
    when: ['taskRoot', 'taskNotArchived'],
  },
  {
    id: 'task.unarchive',
    title: 'Restore From Archive',
    category: 'Task',
    keys: [],
    when: ['taskArchived'],
  },
  { id: 'task.nest', title: 'Nest Under…', category: 'Task', keys: [], when: ['task'] },
  { id: 'task.unnest', title: 'Unnest', category: 'Task', keys: [], when: ['taskChild'] },
  { id: 'task.attach', title: 'Attach Result To…', category: 'Task', keys: [], when: ['taskCompleted'] },
  { id: 'task.delete', title: 'Delete Task', category: 'Task', keys: [], when: ['task'] },
  { id: 'task.restore', title: 'Restore Deleted Task…', category: 'Task', keys: [] },
  { id: 'task.copy-id', title: 'Copy Task ID', category: 'Task', keys: [], when: ['task'] },
  {
    id: 'task.export-markdown',
    title: 'Export Transcript as Markdown',
    category: 'Task',
    keys: [],
    when: ['task'],
  },
  { id: 'task.export-json', title: 'Export Transcript as JSON', category: 'Task', keys: [], when: ['task'] },
  {
    id: 'task.export-tree-markdown',
    title: 'Export With Subtasks as Markdown',
    category: 'Task',
    keys: [],
    when: ['task'],
  },
  {
    id: 'task.export-html',
    title: 'Export With Subtasks as HTML',
    category: 'Task',
    keys: [],
    when: ['task'],
  },
  {
    id: 'task.copy-markdown',
    title: 'Copy Transcript as Markdown',
    category: 'Task',
    keys: [],
    when: ['task'],
  },
  { id: 'tasks.import', title: 'Import Tasks…', category: 'Task', keys: [], when: ['workspace'] },
  {
    id: 'task.open-window',
    title: 'Open Task in New Window',
    category: 'Task',
    keys: [],
    when: ['task', 'windows'],
  },

  { id: 'go.palette', title: 'Command Palette', category: 'Go', keys: ['$mod+KeyK', '$mod+Shift+KeyP'] },
  { id: 'go.task', title: 'Go to Task…', category: 'Go', keys: ['$mod+KeyP'] },
  {
    id: 'go.search',
    title: 'Search Everything',
    category: 'Go',
    keys: ['$mod+Shift+KeyF'],
    when: ['workspace'],
  },
  { id: 'go.filter', title: 'Filter Task List', category: 'Go', keys: [], when: ['workspace'] },
  {
    id: 'go.next-waiting',
    title: 'Go to Next Task That Waits for You',
    category: 'Go',
    keys: ['$mod+Shift+KeyA'],
  },
  { id: 'inbox.open', title: 'Open Inbox', category: 'Go', keys: ['$mod+KeyI'], when: ['workspace'] },
  {
    id: 'go.back',
    title: 'Go Back',
    category: 'Go',
    keys: ['$mod+BracketLeft'],
    when: ['cameFrom'],
  },
  {
    id: 'go.forward',
    title: 'Go Forward',
    category: 'Go',
    keys: ['$mod+BracketRight'],
    when: ['wentBack'],
  },
  {
    id: 'go.previous',
    title: 'Previous Task',
    category: 'Go',
    keys: ['$mod+Alt+ArrowUp'],
    when: ['workspace'],
  },
  { id: 'go.next', title: 'Next Task', category: 'Go', keys: ['$mod+Alt+ArrowDown'], when: ['workspace'] },
  {
    id: 'go.parent',
    title: 'Go to Parent Task',
    category: 'Go',
    keys: ['$mod+Alt+ArrowLeft'],
    when: ['taskChild'],
  },
  {
    id: 'go.child',
    title: 'Go to Subtask',
    category: 'Go',
    keys: ['$mod+Alt+ArrowRight'],
    when: ['taskHasChildren'],
  },
  { id: 'plan.open', title: 'Open Plan', category: 'Go', keys: ['$mod+Shift+KeyG'], when: ['taskHasPlan'] },
  { id: 'xray.open', title: 'Open Context X-ray', category: 'Go', keys: [], when: ['task'] },

  {
    id: 'tree.focus',
    title: 'Show Only Its Subtree',
    category: 'View',
    keys: [],
    when: ['taskHasChildren'],
  },
  { id: 'tree.all', title: 'Show the Whole Task List', category: 'View', keys: [], when: ['treePart'] },
  { id: 'view.left-bar', title: 'Toggle Task List', category: 'View', keys: ['$mod+KeyB'] },
  { id: 'view.right-bar', title: 'Toggle Inspector', category: 'View', keys: ['$mod+Alt+KeyB'] },
  { id: 'view.changes', title: 'Show Changes', category: 'View', keys: ['$mod+KeyD'] },
  { id: 'view.terminal', title: 'Show Terminal Output', category: 'View', keys: ['$mod+KeyJ'] },
  {
    id: 'pane.new',
    title: 'New Tab',
    category: 'View',
    keys: ['$mod+KeyT', 'Alt+KeyT'],
    when: ['workspace'],
  },
  { id: 'pane.split', title: 'Split Pane', category: 'View', keys: ['$mod+Backslash'], when: ['pane'] },
  { id: 'pane.zoom', title: 'Zoom Split', category: 'View', keys: ['$mod+Shift+Backslash'], when: ['pane'] },
  { id: 'pane.next-split', title: 'Go to Next Split', category: 'View', keys: ['F6'], when: ['pane'] },
  { id: 'pane.close', title: 'Close Tab', category: 'View', keys: ['$mod+KeyW', 'Alt+KeyW'], when: ['pane'] },
  {
    id: 'pane.reopen',
    title: 'Reopen Closed Tab',
    category: 'View',
    keys: ['$mod+Shift+KeyT', 'Alt+Shift+KeyT'],
    when: ['workspace'],
  },
  { id: 'pane.go-to', title: 'Go to Tab 1–9', category: 'View', keys: ['$mod+([1-9])'], when: ['pane'] },
  {
    id: 'view.find',
    title: 'Find in Transcript',
    category: 'View',
    keys: ['$mod+KeyF'],
    when: ['task'],
  },
  { id: 'view.turn-details', title: 'Show Turn Details', category: 'View', keys: [] },
  { id: 'view.theme', title: 'Toggle Light and Dark Theme', category: 'View', keys: [] },
  { id: 'view.keys', title: 'Keyboard Shortcuts', category: 'View', keys: ['[Shift]+?'] },

  {
    id: 'approval.approve',
    title: 'Approve the Focused Card',
    category: 'Approval',
    keys: ['Enter'],
    local: true,
    when: ['card'],
  },
  {
    id: 'approval.reject',
    title: 'Reject the Focused Card',
    category: 'Approval',
    keys: ['Shift+Backspace'],
    local: true,
    when: ['card'],
  },

  { id: 'workspace.open', title: 'Open Folder…', category: 'Workspace', keys: ['$mod+KeyO'] },
  { id: 'workspace.switch', title: 'Switch Workspace…', category: 'Workspace', keys: [] },
  { id: 'workspace.demo', title: 'Try the Demo', category: 'Workspace', keys: [] },

  { id: 'settings.open', title: 'Settings', category: 'Settings', keys: ['$mod+Comma'] },
  { id: 'settings.providers', title: 'Model Providers', category: 'Settings', keys: [] },
  { id: 'settings.auto-approve', title: 'Auto-approve Settings', category: 'Settings', keys: [] },
  { id: 'settings.preferences', title: 'Preferences', category: 'Settings', keys: [] },
  { id: 'settings.appearance', title: 'Appearance', category: 'Settings', keys: [] },
  { id: 'settings.keys', title: 'Change Keyboard Shortcuts', category: 'Settings', keys: [] },
  { id: 'settings.notifications', title: 'Notifications', category: 'Settings', keys: [] },
  { id: 'settings.file', title: 'Edit Settings File', category: 'Settings', keys: [] },
  { id: 'settings.quiet', title: 'Toggle Do Not Disturb', category: 'Settings', keys: [] },
  { id: 'modes.edit', title: 'Edit Global Modes', category: 'Settings', keys: [] },
] as const satisfies readonly AppCommand[]

export type AppCommandId = (typeof appCommands)[number]['id']
