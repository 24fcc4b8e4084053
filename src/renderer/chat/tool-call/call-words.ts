/** How a tool is spoken of: `Edit`, `Editing`, `Edited`, and what its target is made of. */
export type ToolWords = {
  base: string
  doing: string
  done: string
  /** Arguments that name the target, the first that is there wins. */
  target: readonly string[]
  /** Whether the target is a path, a command or a pattern, to be set in the fixed-width face. */
  mono: boolean
}

const path = ['path', 'file_path', 'file', 'target_file'] as const
const words = (
  [base, doing, done]: readonly [string, string, string],
  target: readonly string[] = path,
  mono = true,
): ToolWords => ({ base, doing, done, target, mono })

const edit = ['Edit', 'Editing', 'Edited'] as const

/** Tools by their names. */
const known: Record<string, ToolWords> = {
  read_file: words(['Read', 'Reading', 'Read']),
  list_files: words(['List', 'Listing', 'Listed']),
  search_files: words(['Search', 'Searching', 'Searched'], ['regex', 'pattern', 'query']),
  list_code_definition_names: words(['Outline', 'Outlining', 'Outlined']),
  write_to_file: words(['Write', 'Writing', 'Wrote']),
  apply_diff: words(edit),
  edit_file: words(edit),
  delete_file: words(['Delete', 'Deleting', 'Deleted']),
  execute_command: words(['Run', 'Running', 'Ran'], ['command']),
  read_command_output: words(
    ['Read output of', 'Reading output of', 'Read output of'],
    ['command_id', 'commandId'],
  ),
  new_task: words(['Start a subtask', 'Starting a subtask', 'Started a subtask'], ['mode'], false),
  attempt_completion: words(['Finish', 'Finishing', 'Finished'], [], false),
  ask_followup_question: words(['Ask', 'Asking', 'Asked'], ['question'], false),
  switch_mode: words(
    ['Switch mode to', 'Switching mode to', 'Switched mode to'],
    ['mode', 'mode_slug'],
    false,
  ),
  update_todo_list: words(
    ['Update the todo list', 'Updating the todo list', 'Updated the todo list'],
    [],
    false,
  ),
  send_prompt: words(['Write to', 'Writing to', 'Wrote to'], ['to'], false),
  wait_for_subtask: words(
    ['Wait for subtask', 'Waiting for subtask', 'Waited for subtask'],
    ['subtask'],
    false,
  ),
}

const anyTarget = [...path, 'command', 'query', 'url', 'name', 'mode'] as const

/** The words for a tool; one nobody knows is spoken of by its name. */
export function wordsOf(name: string): ToolWords {
  const found = Object.hasOwn(known, name) ? known[name] : undefined
  return found ?? words([`Use ${name}`, `Using ${name}`, `Used ${name}`], anyTarget)
}
