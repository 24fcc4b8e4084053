import { setTimeout as delay } from 'node:timers/promises'
import { startScriptedServer } from '../src/main/model/scripted-server.ts'
import type { ScriptedTurn } from '../src/main/model/scripted-turn.ts'
import { conversationOf } from '../src/main/testing/conversation.ts'

// The model of every measurement, in a process of its own so that its work is in nobody's figures. What a
// conversation does stands in its opening: "loop N", "stream N", "children N", "parallel N". Those of a parallel
// tree take 300 ms to answer, as a fast model does.

const { baseUrl, requests } = await startScriptedServer({
  async respond({ body }): Promise<ScriptedTurn> {
    const { opening, turn } = conversationOf(body)
    if (/parallel|piece/.test(opening)) await delay(300)
    const [kind, count] = opening.split(' ')
    const n = Number(count)
    if (kind === 'loop' && turn < n)
      return { calls: [{ name: 'read_file', arguments: { path: 'notes.txt', turn } }] }
    if (kind === 'stream' && turn === 0) {
      return {
        text: 'word '.repeat(n),
        chunkSize: 5,
        calls: [{ name: 'attempt_completion', arguments: { result: 'ok' } }],
      }
    }
    if (kind === 'parallel' && turn === 0) {
      return {
        calls: Array.from({ length: n }, (_, at) => ({
          name: 'new_task',
          arguments: { mode: 'ask', message: `loop 4 (piece ${at})` },
        })),
      }
    }
    if (kind === 'children' && turn < n) {
      return { calls: [{ name: 'new_task', arguments: { mode: 'code', message: `loop 4 (child ${turn})` } }] }
    }
    return { calls: [{ name: 'attempt_completion', arguments: { result: 'ok' } }] }
  },
})
process.stdout.write(`${baseUrl}\n`)
process.on('message', (message) => {
  const first = requests.at(0)
  if (message === 'first') process.send?.(first?.at ?? null)
  if (message === 'request') {
    const system = first?.body.messages.find(({ role }) => role === 'system')?.content
    process.send?.({ system, tools: first?.body.tools })
  }
  if (message === 'reset') {
    requests.length = 0
    process.send?.('reset')
  }
})
