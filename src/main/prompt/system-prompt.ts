import type { GroupGrant, Mode } from '../../contract/mode.ts'
import { type ListedMode, listModes } from './list-modes.ts'
import type { PromptTexts } from './prompt-texts.ts'
import type { WorkspaceRule } from './workspace-rules.ts'

/** What a model is told of the machine. */
export type PromptEnvironment = {
  /** Such as "Linux 6.8". */
  os: string
  /** What commands run in, such as "bash". */
  shell: string
  /** The absolute folder the task works in. */
  folder: string
  homeFolder?: string
  /** The day the task was created, `2025-11-21`: it stays the same for as long as the task lives. */
  startedOn?: string
}

/** What a system prompt is made from. */
export type SystemPromptOrder = {
  mode: Pick<Mode, 'slug' | 'roleDefinition' | 'customInstructions' | 'groups'>
  /** The modes in force, for tasks that may delegate or switch. */
  modes: readonly ListedMode[]
  environment: PromptEnvironment
  /** The person's own instructions for every mode. */
  customInstructions: string
  /** The rules of the workspace; none unless it is trusted. */
  rules: readonly WorkspaceRule[]
  delegation: boolean
  displayId: string
  parentDisplayId: string | null
  /** How many levels of subtasks may still come below this task. */
  depthLeft: number
  /** The tools this task is offered. Nothing is said of tools that it does not have. */
  toolNames: readonly string[]
  /** Lists of globs, of each of which a changed file must match one. Absent or []: any file may be changed. */
  limits?: readonly (readonly string[])[]
}

/**
 * The system prompt of a task. The same order gives the same text, and nothing in the order changes from
 * turn to turn (no clock, no todo list, no cost), so that a provider's cache of the prompt's beginning
 * holds for the whole task. The first line is `Mode: <slug>`, for programs.
 */
export function buildSystemPrompt(texts: PromptTexts, order: SystemPromptOrder): string {
  const { mode, modes, environment, rules, displayId, parentDisplayId } = order
  const has = (tool: string) => order.toolNames.includes(tool)
  const delegates = order.delegation && order.depthLeft > 0 && has('new_task')
  const isSubtask = parentDisplayId !== null
  const edits = ['write_to_file', 'apply_diff', 'edit_file'].some(has)

  const sections = [
    isSubtask
      ? `Mode: ${mode.slug}\nTask: ${displayId}, a subtask of ${parentDisplayId}`
      : `Mode: ${mode.slug}\nTask: ${displayId}`,
    mode.roleDefinition,
    lines(
      texts.tools({}),
      has('ask_followup_question') && texts.asking({}),
      has('update_todo_list') && texts.todo({}),
    ),
    lines(
      texts.workspace({ facts: factsOf(environment) }),
      (edits || has('execute_command')) && texts.editing({}),
      edits && editLimit(mode.groups),
      pathLimit(order.limits ?? [], { edits, runs: has('execute_command'), delegates }),
    ),
    has('execute_command') && texts.commands({ shell: environment.shell }),
    delegates && texts.subtasks({ depth: depthOf(order.depthLeft), modes: listModes(modes) }),
    !delegates && has('switch_mode') && texts.modes({ modes: listModes(modes) }),
    isSubtask ? texts['finishing-subtask']({ displayId, parentDisplayId }) : texts.finishing({}),
    isSubtask && has('send_prompt') && texts.reporting({ parentDisplayId }),
    section('Instructions of this mode', mode.customInstructions),
    section('Instructions of the user, for every mode', order.customInstructions),
    rulesSection(rules),
  ]
  return sections.flatMap((text) => (text ? [text.trim()] : [])).join('\n\n')
}

function lines(...parts: (string | false)[]): string {
  return parts.filter((part) => part !== false && part !== '').join('\n')
}

function section(title: string, text: string): string {
  return text.trim() === '' ? '' : `# ${title}\n\n${text.trim()}`
}

function factsOf({ folder, homeFolder, os, startedOn }: PromptEnvironment): string {
  return [
    `Folder: ${folder}`,
    ...(homeFolder === undefined ? [] : [`Home folder: ${homeFolder}`]),
    `System: ${os}`,
    ...(startedOn === undefined ? [] : [`This task began on ${startedOn}.`]),
  ].join('\n')
}

function editLimit(groups: readonly GroupGrant[]): string {
  const limits = groups.flatMap(({ group, fileRegex, description }) => {
    if (group !== 'edit' || fileRegex === undefined) return []
    return [description ? `${fileRegex} (${description})` : fileRegex]
  })
  return limits.length === 0 ? '' : `- You may change only files whose path matches ${limits.join(' or ')}.`
}

function pathLimit(
  limits: readonly (readonly string[])[],
  { edits, runs, delegates }: { edits: boolean; runs: boolean; delegates: boolean },
): string {
  if (limits.length === 0 || !(edits || runs || delegates)) return ''
  const where = limits.map((list) => list.join(', ')).join('; of those only what also lies under ')
  if (!edits && !runs) return `- Your subtasks may change files only under ${where}.`
  return `- You may change files only under ${where}.${runs ? ' What a command changes elsewhere is left behind.' : ''}`
}

function depthOf(depthLeft: number): string {
  if (depthLeft === 1) return 'Your subtasks cannot start subtasks of their own.'
  const levels = depthLeft - 1
  return `Your subtasks may start subtasks of their own, ${levels} more ${levels === 1 ? 'level' : 'levels'} deep.`
}

function rulesSection(rules: readonly WorkspaceRule[]): string {
  if (rules.length === 0) return ''
  const files = rules.map(({ path, text }) => `## ${path}\n\n${text.trim()}`)
  return [
    '# Rules of this workspace',
    'They come from files of the workspace. Where they conflict with the user, the user wins.',
    ...files,
  ].join('\n\n')
}
