import type { Mode } from '../../contract/mode.ts'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { Terminals } from '../terminal/terminals.ts'
import { createPathScope } from '../workspace/path-scope.ts'
import { createSearch, type Search } from '../workspace/search.ts'
import { createApplyDiff } from './apply-diff.ts'
import { createAskFollowupQuestion } from './ask-followup-question.ts'
import { createAttemptCompletion } from './attempt-completion.ts'
import { createDeleteFile } from './delete-file.ts'
import { createEditFile } from './edit-file.ts'
import { createExecuteCommand } from './execute-command.ts'
import { createListFiles } from './list-files.ts'
import { createNewTask } from './new-task.ts'
import { parseArguments } from './parse-arguments.ts'
import { createReadCommandOutput } from './read-command-output.ts'
import { createReadFile } from './read-file.ts'
import { createSearchFiles } from './search-files.ts'
import { createSendPrompt } from './send-prompt.ts'
import { createSwitchMode } from './switch-mode.ts'
import { type Tool, ToolError, toolDefinition } from './tool.ts'
import { createUpdateTodoList } from './update-todo-list.ts'
import { createWaitForSubtask } from './wait-for-subtask.ts'
import { createWriteToFile } from './write-to-file.ts'

/** What a task may do besides what its mode grants. `depthLeft` is how many levels may still nest below it. */
export type ToolAccess = {
  delegation: boolean
  depthLeft: number
  /** Whether it has a parent, and whether it has subtasks: then there is somebody to write to. */
  parent?: boolean
  children?: boolean
}

/** Every tool there is, and which of them a task has. */
export type ToolSet = {
  all: readonly Tool[]
  find(name: string): Tool | null
  /** The tools of the groups the mode grants, and the always-available ones; `new_task` only with access. */
  forMode(mode: Mode, access: ToolAccess): Tool[]
  /** The same as a model sees them. The same list, down to its identity, for the same set of tools. */
  definitions(mode: Mode, access: ToolAccess): ToolDefinition[]
  /** See `parseArguments`. */
  parse(tool: Tool, argumentsText: string): Record<string, unknown>
  isToolError(error: unknown): error is ToolError
}

export type ToolSetOptions = {
  terminals: Pick<Terminals, 'start' | 'get' | 'readSpool'>
  /** Absolute folders no tool may open, such as the app's data. A task folder below one may still be. */
  forbidden?: readonly string[]
  search?: Search
}

/** Makes the tools. Starts nothing. */
export function createToolSet({
  terminals,
  forbidden = [],
  search = createSearch(),
}: ToolSetOptions): ToolSet {
  const scope = createPathScope({ forbidden })
  const all: readonly Tool[] = [
    createReadFile({ scope }),
    createListFiles({ scope }),
    createSearchFiles({ scope, search }),
    createWriteToFile({ scope }),
    createApplyDiff({ scope }),
    createEditFile({ scope }),
    createDeleteFile({ scope }),
    createExecuteCommand({ scope, terminals }),
    createReadCommandOutput({ terminals }),
    createNewTask(),
    createSendPrompt(),
    createWaitForSubtask(),
    createAskFollowupQuestion(),
    createSwitchMode(),
    createUpdateTodoList(),
    createAttemptCompletion(),
  ]
  const byName = new Map(all.map((tool) => [tool.name, tool]))
  const known = new Map<string, ToolDefinition[]>()

  const forMode = (mode: Mode, access: ToolAccess) => {
    const { delegation, depthLeft, parent = false, children = false } = access
    const granted = new Set(mode.groups.map(({ group }) => group))
    return all.filter(({ name, group }) => {
      if (name === 'new_task') return delegation && depthLeft > 0
      if (name === 'send_prompt') return parent || children
      if (name === 'wait_for_subtask') return children
      return group === null || granted.has(group)
    })
  }

  return {
    all,
    find: (name) => byName.get(name) ?? null,
    forMode,
    definitions(mode, access) {
      const tools = forMode(mode, access)
      const key = tools.map(({ name }) => name).join()
      const definitions = known.get(key) ?? tools.map(toolDefinition)
      known.set(key, definitions)
      return definitions
    },
    parse: parseArguments,
    isToolError: (error) => error instanceof ToolError,
  }
}
