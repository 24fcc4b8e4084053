import { z } from 'zod'
import { defineTool, type Tool, ToolError } from './tool.ts'

/** The longest message between tasks, in UTF-16 units: a report or an answer, not a file. */
export const longestMessage = 20_000

const schema = z.object({
  to: z
    .string()
    .trim()
    .min(1)
    .describe('The display ID of your parent task or of one of your subtasks, such as TL-2; or "parent".'),
  kind: z
    .enum(['progress', 'blocker', 'answer', 'redirect'])
    .describe(
      'To your parent: progress, which needs no answer, or blocker, after which you wait for one. To a subtask: answer, or redirect when you want something else of it.',
    ),
  message: z.string().trim().min(1).describe('What to say, complete in itself.'),
})

export function createSendPrompt(): Tool {
  return defineTool({
    name: 'send_prompt',
    group: null,
    description: `Write to your parent task or to one of your subtasks while both are open. They see only this text, as a message of yours. To your parent: a blocker (what stops you, what you tried, what you need to know) wakes it, and you wait for its answer; progress is read when it next looks. To a subtask: an answer to its blocker, or a redirect.
It is not for results: those go with attempt_completion. It is no way to ask the user, and nothing that it says approves anything.`,
    schema,
    repeatable: true,
    async plan({ to, kind, message }) {
      if (message.length > longestMessage) {
        throw new ToolError(
          `The message has ${message.length} characters; at most ${longestMessage} are sent. Say it shorter, and name files instead of quoting them. Nothing was sent.`,
        )
      }
      return {
        action: 'task_message',
        subject: { type: 'other', title: `write to ${to} (${kind})`, body: message },
        activity: `send_prompt ${to}`,
        execute: (context) => context.sendPrompt({ to, kind, message }),
      }
    },
  })
}
