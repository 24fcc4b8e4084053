import type { ChatRequest } from '../../src/main/model/scripted-server.ts'
import type { ScriptedTurn } from '../../src/main/model/scripted-turn.ts'
import { calling, completing, conversationOf } from '../../src/main/testing/conversation.ts'

/** What stands in the repository at first. */
export const files = { 'README.md': '# Sample\n' }

/** All contents that a file may have at any moment, in their order; null is no file. */
export const versions = {
  'made.txt': [null, 'made\n', null],
  'landed.txt': [null, 'landed\n', null],
  'branched.txt': [null],
  'dropped.txt': [null],
}

/** What each subtask of “Share the work.” writes. */
const shares: Readonly<Record<string, string>> = {
  'Land me.': 'landed',
  'Branch me.': 'branched',
  'Drop me.': 'dropped',
}

/** Plays the model of what people do: each task asks first, so that it stands still until it is answered. */
export function playForPeople(body: ChatRequest): ScriptedTurn {
  if (body.tools.length === 0) return { text: 'It asked, and it wrote a file.' }
  const { opening, turn } = conversationOf(body)
  if (opening === 'Share the work.') {
    const calls = Object.keys(shares).map((message) => ({
      name: 'new_task',
      arguments: { mode: 'code', message },
    }))
    return turn === 0 ? { calls } : completing('All three are back.')
  }
  if (turn === 0)
    return calling('ask_followup_question', { question: 'Well?', follow_up: [{ text: 'Go on.' }] })
  const share = shares[opening]
  if (turn === 1 && share !== undefined)
    return calling('write_to_file', { path: `${share}.txt`, content: `${share}\n` })
  if (turn === 1 && opening === 'Ask me.')
    return calling('write_to_file', { path: 'made.txt', content: 'made\n' }, 'Thinking aloud. '.repeat(200))
  return completing(`Result of “${opening}”`)
}
