import { z } from 'zod'
import { findMode } from './known-modes.ts'
import { defineTool, type Tool, ToolError } from './tool.ts'

const schema = z.object({
  mode_slug: z.string().min(1).describe('The slug of the mode to go on in, such as code.'),
  reason: z.string().default('').describe('Why, in a sentence for the user.'),
})

export function createSwitchMode(): Tool {
  return defineTool({
    name: 'switch_mode',
    group: null,
    description: `Go on with this same task in another mode, with that mode's tools and instructions, from the next turn. Use it when what comes next needs tools this mode does not have and the whole conversation is needed for it. To hand over a piece that stands by itself use new_task instead, if you have it. The user may have to approve.`,
    schema,
    repeatable: true,
    async plan({ mode_slug: slug, reason }, planning) {
      const to = findMode(planning, slug).slug
      const from = planning.mode.slug
      if (to === from) throw new ToolError(`This task is in mode ${to} already.`)
      return {
        action: 'mode_switch',
        subject: { type: 'mode_switch', from, to, reason },
        activity: `switch_mode ${to}`,
        execute: (context) => context.switchMode(to, reason),
      }
    },
  })
}
