import { type ModelTurn, type RawAnswer, turnDeltas, turnFinish } from '../model/scripted-turn.ts'
import type { Gate } from './gate.ts'

/**
 * An answer that streams the turn's text, waits at the gate, and then streams the rest: what a test needs
 * to do something in the middle of a turn.
 */
export function heldStream(turn: ModelTurn, gate: Gate): RawAnswer {
  return {
    async raw(response) {
      const send = (choice: object) =>
        response.write(`data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const delta of turnDeltas({ ...turn, calls: [] })) send({ delta, finish_reason: null })
      await gate.pass()
      for (const delta of turnDeltas({ ...turn, text: '' })) send({ delta, finish_reason: null })
      send({ delta: {}, finish_reason: turnFinish(turn) })
      response.end('data: [DONE]\n\n')
    },
  }
}
