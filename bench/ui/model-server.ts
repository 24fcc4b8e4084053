import { setTimeout as delay } from 'node:timers/promises'
import { startScriptedServer } from '../../src/main/model/scripted-server.ts'
import type { ScriptedTurn } from '../../src/main/model/scripted-turn.ts'
import { conversationOf } from '../../src/main/testing/conversation.ts'
import { createSeedText } from '../../src/main/testing/seed-text.ts'
import { parseOrder } from './model-order.ts'

// The model that the page watches, in a process of its own. What a task does stands in its first message: see
// `ModelOrder`. No two calls are alike, or the engine would ask whether it goes in circles. It speaks Markdown, two tokens of four characters a chunk.

const text = createSeedText(7)
const charactersPerToken = 4

/** Markdown of so many tokens. */
function words(tokens: number): string {
  const characters = tokens * charactersPerToken
  let said = ''
  while (said.length < characters) said += `${text.markdown(600)}\n\n`
  return said.slice(0, characters)
}

/** One block of code of so many tokens. */
function fence(tokens: number): string {
  const lines: string[] = []
  for (let left = tokens * charactersPerToken; left > 0; left -= 50)
    lines.push(`const row${lines.length} = gate('${text.words(6)}')`)
  return `Here it is:\n\n\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n`
}

const { baseUrl } = await startScriptedServer({
  async respond({ body }): Promise<ScriptedTurn> {
    const { opening, turn } = conversationOf(body)
    const order = parseOrder(opening)
    if (order === null) return { status: 400, body: { error: { message: 'This task is not measured.' } } }
    if (turn === 0) await delay(order.holdMs)
    const streamed = { chunkSize: 2 * charactersPerToken, chunkDelayMs: order.chunkDelayMs }
    const said = order.kind === 'fence' ? fence(order.tokens) : words(order.tokens)
    if (turn + 1 < order.turns)
      return {
        ...streamed,
        text: said,
        calls: [{ name: 'read_file', arguments: { path: 'notes.txt', turn }, id: `read_${turn}` }],
      }
    return {
      ...streamed,
      text: turn < order.turns ? said : '',
      calls: [{ name: 'attempt_completion', arguments: { result: 'Done.' } }],
    }
  },
})
process.stdout.write(`${baseUrl}\n`)
process.on('disconnect', () => process.exit())
