import { type ToolGroup, toolGroups } from '../../contract/mode.ts'

/** Names that people and other tools use for one of our groups, or for a tool of it. */
const KNOWN_AS: Record<ToolGroup, readonly string[]> = {
  read: [
    'read_file',
    'list_files',
    'search_files',
    'list_code_definition_names',
    'search',
    'list',
    'files',
    'view',
  ],
  edit: ['write_to_file', 'apply_diff', 'edit_file', 'delete_file', 'write', 'modify', 'insert_content'],
  command: [
    'execute_command',
    'read_command_output',
    'execute',
    'terminal',
    'shell',
    'bash',
    'run',
    'commands',
  ],
  browser: ['browser_action', 'web'],
  mcp: ['use_mcp_tool', 'access_mcp_resource', 'mcp_tool', 'tools'],
}

/** What every mode may do without a group, under the names people give it. */
const ALWAYS = [
  'todo',
  'update_todo_list',
  'modes',
  'switch_mode',
  'subtasks',
  'subtask',
  'subagent',
  'new_task',
]
const ALSO_ALWAYS = ['attempt_completion', 'ask_followup_question']

/** The longest unknown name that is repeated back. */
const MAX_ECHO = 60

/** Says that a group is unknown and grants nothing, and which one was probably meant. */
export function unknownGroup(name: string): string {
  const plain = name.trim().toLowerCase()
  const shown = name.length > MAX_ECHO ? `${name.slice(0, MAX_ECHO)}…` : name
  const said = `Treeline knows no group "${shown}", so it grants nothing.`
  if (ALWAYS.includes(plain) || ALSO_ALWAYS.includes(plain))
    return `${said} Every mode has this without a group.`
  const meant = toolGroups.find((group) => KNOWN_AS[group].includes(plain))
  return meant === undefined
    ? `${said} The groups are ${toolGroups.join(', ')}.`
    : `${said} The group you may mean is ${meant}.`
}
