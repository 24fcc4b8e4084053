import type { ScriptedTurn } from '../../src/main/model/scripted-turn.ts'
import { type Conversation, calling, completing } from '../../src/main/testing/conversation.ts'

/** What a person asks the orchestrator, and what the orchestrator asks its subtasks. */
export const prompt = 'Add a median to the library.'
export const planMessage = 'Plan the median: where it goes and what it does with no values.'
export const buildMessage = 'Build the median in src/stats.js as planned, and check that it loads.'
export const planSummary = 'It goes beside mean, sorts a copy and takes the middle.'
export const buildSummary = 'src/stats.js has a median; it loads.'
export const synthesis = 'The library has a median: planned and built.'

/** What code mode writes and runs. */
export const written = 'export const mean = () => 0\nexport const median = () => 0\n'
export const command = 'echo loaded-$((40 + 2))'

/** An orchestrator that has a change planned, then built, and puts the two reports together. */
export function medianStory({ opening, turn }: Conversation): ScriptedTurn {
  if (opening.includes(planMessage)) return completing(planSummary)
  if (opening.includes(buildMessage)) {
    if (turn === 0) return calling('read_file', { path: 'src/stats.js' })
    if (turn === 1) return calling('write_to_file', { path: 'src/stats.js', content: written })
    if (turn === 2) return calling('execute_command', { command })
    return completing(buildSummary)
  }
  if (turn === 0) return calling('new_task', { mode: 'architect', message: planMessage }, 'A plan first.')
  if (turn === 1) return calling('new_task', { mode: 'code', message: buildMessage }, 'Now the code.')
  return completing(synthesis)
}
