import { type AccumulatedCall, createCallAccumulator } from './call-accumulator.ts'
import type { TurnDelta } from './model-client.ts'
import { type CountedUsage, mergeUsage } from './turn-usage.ts'
import { readContent, type WireChunk, type WireDelta } from './wire-chunk.ts'

/** A whole answer may be this long, in UTF-16 units of text, reasoning and arguments together. */
export const LONGEST_ANSWER = 8 * 1024 * 1024

/** What has come of an answer. `finishReason` is the server's own word, or null as long as there is none. */
export type AccumulatedTurn = {
  text: string
  reasoning: string
  refusal: string
  calls: AccumulatedCall[]
  finishReason: string | null
  usage: CountedUsage
  /** UTF-16 units of everything that was said, thought and called. */
  characters: number
}

/**
 * Puts an answer together from its chunks and tells of each piece. Only the first choice counts. What
 * comes after the finish reason is ignored, except usage: servers repeat calls there.
 */
export function createTurnAccumulator(onDelta: (delta: TurnDelta) => void) {
  let text = ''
  let reasoning = ''
  let refusal = ''
  let finishReason: string | null = null
  let usage: CountedUsage = {}
  let characters = 0

  const calls = createCallAccumulator((piece) => {
    characters += piece.text.length
    onDelta({ channel: 'arguments', ...piece })
  })

  function say(channel: 'text' | 'reasoning', piece: string): void {
    if (piece === '') return
    if (channel === 'text') text += piece
    else reasoning += piece
    characters += piece.length
    onDelta({ channel, text: piece })
  }

  function addDelta(delta: WireDelta): void {
    const { said, thought } = readContent(delta.content)
    // Where both fields are sent they hold the same.
    say('reasoning', delta.reasoning_content || delta.reasoning || thought)
    say('text', said)
    refusal += delta.refusal
    characters += delta.refusal.length
    for (const call of delta.tool_calls) calls.add(call)
    if (delta.function_call !== undefined) {
      calls.add({ index: undefined, id: '', function: delta.function_call })
    }
  }

  return {
    /** Takes one event of a stream, or a whole answer. */
    add(chunk: WireChunk): void {
      const choice = chunk.choices.find((one) => one !== null && one.index === 0)
      for (const report of [chunk.usage, chunk.x_groq?.usage, choice?.usage]) {
        if (report !== undefined) usage = mergeUsage(usage, report)
      }
      if (choice === undefined || choice === null || finishReason !== null) return
      const delta = choice.delta ?? choice.message
      if (delta !== undefined) addDelta(delta)
      else say('text', choice.text)
      if (choice.finish_reason !== '' && choice.finish_reason !== 'null') finishReason = choice.finish_reason
    },

    /** Grows with every piece of the answer: events that bring nothing do not move it. */
    get progress(): number {
      return characters + calls.count
    },

    get isTooLong(): boolean {
      return characters > LONGEST_ANSWER
    },

    finish(): AccumulatedTurn {
      return {
        text: text.toWellFormed(),
        reasoning: reasoning.toWellFormed(),
        refusal: refusal.toWellFormed(),
        calls: calls.finish(),
        finishReason,
        usage,
        characters,
      }
    },
  }
}
