import { z } from 'zod'
import { defineTool, type Tool } from './tool.ts'

const schema = z.object({
  subtask: z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe('The display ID of the one to wait for, such as TL-2. Default: all that are still at work.'),
  first: z
    .boolean()
    .default(false)
    .describe('Wait only until the first report has come, instead of the last. Default: false.'),
})

export function createWaitForSubtask(): Tool {
  return defineTool({
    name: 'wait_for_subtask',
    group: null,
    description: `Wait until subtasks that are still at work have returned: one, all of them, or with first whichever comes first. For those that you went on without because a message came, and for those in the background. Their reports arrive as messages. You are woken by whatever needs you sooner, so never ask a subtask how it gets on.`,
    schema,
    repeatable: true,
    async plan({ subtask = null, first }) {
      const whom = subtask ?? (first ? 'the first of its subtasks' : 'its subtasks')
      return {
        action: 'task_message',
        subject: { type: 'other', title: `wait for ${whom}`, body: '' },
        activity: `wait_for_subtask ${whom}`,
        execute: (context) => context.waitForSubtasks(subtask, first),
      }
    },
  })
}
