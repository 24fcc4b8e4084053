import { z } from 'zod'
import type { Suggestion } from '../../contract/tool-display.ts'
import { defineTool, type Tool } from './tool.ts'

/** What fits on the question's card; of more the first are kept. */
const MOST_SUGGESTIONS = 4

const schema = z.object({
  question: z
    .string()
    .trim()
    .min(1)
    .describe('The question, short and precise, with what the user needs to know to answer it.'),
  follow_up: z
    .array(
      z.object({
        text: z
          .string()
          .trim()
          .min(1)
          .describe('An answer the user can pick as it is: complete, with no blanks to fill in.'),
        mode: z
          .string()
          .optional()
          .describe('The slug of a mode to go on in if this answer is picked. Mostly left out.'),
      }),
    )
    .min(1)
    .meta({ maxItems: MOST_SUGGESTIONS })
    .describe('1 to 4 suggested answers, the likeliest first.'),
})

export function createAskFollowupQuestion(): Tool {
  return defineTool({
    name: 'ask_followup_question',
    group: null,
    description: `Ask the user one question and wait for the answer. Use it when you need a decision or a fact that only the user has; what you can find out with your tools, find out. Suggest 1 to 4 answers; the user can also write their own.
Example: { "question": "Which database should the tests use?", "follow_up": [{ "text": "SQLite in memory" }, { "text": "A Postgres in Docker" }] }`,
    schema,
    repeatable: true,
    async plan({ question, follow_up: followUp }, planning) {
      const known = new Set(planning.modes().map(({ slug }) => slug))
      const suggestions = followUp.slice(0, MOST_SUGGESTIONS).map(({ text, mode }): Suggestion => {
        // A mode that nobody knows would make the answer fail; the answer itself is still good.
        return { text, mode: mode !== undefined && known.has(mode) ? mode : null }
      })
      return {
        action: 'followup',
        subject: { type: 'question', question, suggestions },
        activity: 'ask_followup_question',
        async execute(context) {
          const { answer, mode } = await context.ask(question, suggestions)
          const switched = mode === null ? '' : `\n\nThe task goes on in mode ${mode}.`
          return { outcome: 'ok', text: `The answer is:\n\n${answer}${switched}` }
        },
      }
    },
  })
}
