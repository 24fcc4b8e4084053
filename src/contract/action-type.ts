import { z } from 'zod'

/** What a tool call does to the world, as approvals see it. Each has its own auto-approve toggle. */
export const actionTypes = [
  'read',
  'read_outside',
  'edit',
  'edit_outside',
  'edit_protected',
  'delete',
  'command',
  'browser',
  'mcp',
  'mode_switch',
  'subtask_create',
  'subtask_finish',
  'task_message',
  'followup',
  'todo',
  'retry',
] as const

export const actionTypeSchema = z.enum(actionTypes)
export type ActionType = z.infer<typeof actionTypeSchema>

/** What each toggle covers, in the words the auto-approve menu shows. */
export const actionTypeLabels: Record<ActionType, { title: string; covers: string }> = {
  read: { title: 'Read files', covers: 'Read, list and search files inside the workspace' },
  read_outside: { title: 'Read outside', covers: 'Read files outside the workspace' },
  edit: { title: 'Edit files', covers: 'Create and change files inside the workspace' },
  edit_outside: { title: 'Edit outside', covers: 'Change files outside the workspace' },
  edit_protected: {
    title: 'Edit protected files',
    covers: 'Change what governs the agent: modes, rules, .git, editor and tool settings',
  },
  delete: { title: 'Delete files', covers: 'Delete files and folders inside the workspace' },
  command: { title: 'All commands', covers: 'Run any command in a terminal' },
  browser: { title: 'Browser', covers: 'Open and drive web pages' },
  mcp: { title: 'MCP tools', covers: 'Call tools of MCP servers' },
  mode_switch: { title: 'Switch mode', covers: 'Change the mode of a running task' },
  subtask_create: { title: 'Create subtasks', covers: 'Start a subtask in another mode' },
  subtask_finish: { title: 'Finish subtasks', covers: "Hand a subtask's summary to its parent" },
  task_message: { title: 'Write to tasks', covers: 'Send a message to the parent task or to a subtask' },
  followup: { title: 'Answer questions', covers: 'Answer with the first suggestion, without you' },
  todo: { title: 'Update the todo list', covers: 'Change the task’s own todo list' },
  retry: { title: 'Retry requests', covers: 'Ask the model again after a failure that may pass' },
}

/** Where a toggle's value comes from: the narrowest scope that sets it wins. `task` covers its subtree. */
export const settingScopes = ['default', 'everywhere', 'workspace', 'task'] as const
export const settingScopeSchema = z.enum(settingScopes)
export type SettingScope = z.infer<typeof settingScopeSchema>

/**
 * What is approved without asking while nobody has said otherwise. Creating and finishing a subtask ask
 * (R23); what changes nothing outside the task itself does not.
 */
export const defaultAutoApprove: Record<ActionType, boolean> = {
  read: true,
  read_outside: false,
  edit: false,
  edit_outside: false,
  edit_protected: false,
  delete: false,
  command: false,
  browser: false,
  mcp: false,
  mode_switch: false,
  subtask_create: false,
  subtask_finish: false,
  task_message: true,
  followup: false,
  todo: true,
  retry: true,
}

/** One toggle as it stands for a task, workspace or everywhere, with the place its value comes from. */
export const autoApproveEntrySchema = z.object({
  action: actionTypeSchema,
  on: z.boolean(),
  from: settingScopeSchema,
})
export type AutoApproveEntry = z.infer<typeof autoApproveEntrySchema>
