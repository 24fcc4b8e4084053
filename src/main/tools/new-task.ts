import { z } from 'zod'
import { findMode } from './known-modes.ts'
import { parseTodos } from './parse-todos.ts'
import { checksField, readChecks } from './read-checks.ts'
import { pathsField, readPaths } from './read-paths.ts'
import { defineTool, type Tool, type ToolContext, ToolError } from './tool.ts'
import { todosField } from './update-todo-list.ts'

const schema = z.object({
  mode: z.string().min(1).describe('The slug of the mode the subtask works in, such as code or ask.'),
  message: z
    .string()
    .trim()
    .min(1)
    .describe(
      'Everything the subtask needs to know: the goal, the context, what belongs to it and what does not, and what to report.',
    ),
  background: z
    .boolean()
    .default(false)
    .describe(
      'Go on at once instead of waiting for the result, which then arrives as a message. Default: false.',
    ),
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .optional()
    .describe('A short name for depends_on of other calls in this turn, such as "api".'),
  depends_on: z
    .array(z.string().trim().min(1))
    .max(50)
    .optional()
    .describe(
      'Names of other new_task calls in this turn that must return first. Their summaries are added to the message.',
    ),
  todos: todosField.optional().describe('A first todo list for the subtask, as a Markdown checklist.'),
  checks: checksField
    .optional()
    .describe(
      'What must hold before the subtask may finish. Treeline checks it when the subtask wants to finish; what fails goes back to the subtask.',
    ),
  paths: pathsField.optional(),
  stops_others: z
    .boolean()
    .default(false)
    .describe('If it fails, the other subtasks of this turn are cancelled. Default: false.'),
})

export function createNewTask(): Tool {
  return defineTool({
    name: 'new_task',
    group: null,
    description: `Hand a piece of the work to a subtask in the mode made for it. The subtask sees nothing of this conversation, only your message, and gives back nothing but its final summary: so the message must stand by itself. Name files by their paths, pass on what earlier subtasks found, and say what the summary must contain.
You wait for the summary unless background is true. Several calls in one turn run side by side, and you go on when all have returned; those that change files work in copies of the folder, merged as each finishes. A piece that needs another's result names it in depends_on, or waits for your next turn. A subtask that fails says so, and you decide what follows.
Do not use it for what you can do yourself in a step or two.`,
    schema,
    repeatable: true,
    async plan(args, planning) {
      const { mode: asked, message: own, background, depends_on = [], todos: list = [] } = args
      const mode = findMode(planning, asked).slug
      const message = withSummaries(own, depends_on, planning)
      const todos = parseTodos(list)
      const checks = await readChecks(args.checks, planning)
      const paths = readPaths(args.paths)
      const terms = {
        ...(checks === null ? {} : { checks }),
        ...(paths === null ? {} : { paths }),
        ...(args.stops_others ? { stopsOthers: true } : {}),
      }
      return {
        action: 'subtask_create',
        subject: { type: 'subtask', mode, message, background, todos, ...terms },
        activity: `new_task ${mode}`,
        async execute(context, edited) {
          // A person may have changed the order before approving it.
          const chosen = findMode(context, edited?.mode ?? mode).slug
          return context.startSubtask({
            mode: chosen,
            message: edited?.message ?? message,
            background,
            todos,
            ...terms,
          })
        },
      }
    },
  })
}

/** The message with what the subtasks it depends on came to. Throws ToolError when one of them did not complete. */
function withSummaries(message: string, names: readonly string[], { sibling }: ToolContext): string {
  const parts = [message]
  for (const name of new Set(names)) {
    const found = sibling(name)
    switch (found.state) {
      case 'completed':
        parts.push(`Summary of “${name}” (${found.displayId}), which came before:\n${found.summary}`)
        break
      case 'failed':
        throw new ToolError(`Not started: “${name}”, on which it depends, did not complete.`)
      case 'open':
        throw new ToolError(`Not started: it and “${name}” wait for each other. Mend depends_on.`)
      case 'missing':
        throw new ToolError(
          `Not started: depends_on names “${name}”, but no other new_task call of this turn has that name.`,
        )
    }
  }
  return parts.join('\n\n')
}
