import { z } from 'zod'
import { defineTool, type Tool } from './tool.ts'

const schema = z.object({
  result: z
    .string()
    .trim()
    .min(1)
    .describe(
      'What was done and found, complete in itself. It is all that the one who gave you this task gets to read.',
    ),
})

export function createAttemptCompletion(): Tool {
  return defineTool({
    name: 'attempt_completion',
    group: null,
    description: `Finish the task and hand over its result. Call it, alone, when everything asked for is done and you have seen that it works, or when you cannot get further; then say what is missing and why.
Whoever gave you the task sees only this text: name what you changed (paths), what you checked and how it came out, what you found, and what is left. Claim nothing that you did not do or see. Do not end with a question; to ask one use ask_followup_question.`,
    schema,
    repeatable: true,
    async plan({ result }, context) {
      return {
        action: 'subtask_finish',
        subject: { type: 'completion', result, ...(await context.finishing()) },
        activity: 'attempt_completion',
        execute: (running) => running.complete(result),
      }
    },
  })
}
