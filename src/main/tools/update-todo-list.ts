import { z } from 'zod'
import { parseTodos } from './parse-todos.ts'
import { defineTool, type Tool } from './tool.ts'

/** A todo list as a field of a call: both ways in which models write one. */
export const todosField = z.union([
  z.string(),
  z.array(
    z.object({
      text: z.string().describe('What is to be done, in a few words.'),
      status: z.string().optional().describe('pending, in_progress or completed. Default: pending.'),
    }),
  ),
])

const schema = z.object({
  todos: todosField.describe(
    'The whole list in order, as a Markdown checklist: "- [ ] to do", "- [-] under way", "- [x] done", one entry a line.',
  ),
})

export function createUpdateTodoList(): Tool {
  return defineTool({
    name: 'update_todo_list',
    group: null,
    description: `Replace your todo list, which the user sees beside the conversation. Send the whole list each time: every entry, done or not, in order.
Keep one when the work has three or more steps: at the beginning, when a step begins or is done, and when you learn of a new one. Mark at most one entry as under way, and mark an entry done only when it really is. For small tasks leave it out.`,
    schema,
    repeatable: true,
    async plan({ todos }) {
      const items = parseTodos(todos)
      const done = items.filter(({ status }) => status === 'completed').length
      return {
        action: 'todo',
        subject: { type: 'todo', items },
        activity: `update_todo_list ${done}/${items.length}`,
        async execute(context) {
          await context.setTodos(items)
          const text =
            items.length === 0
              ? 'The todo list is empty now.'
              : `The todo list has ${items.length} entries, ${done} of them done.`
          return { outcome: 'ok', text }
        },
      }
    },
  })
}
