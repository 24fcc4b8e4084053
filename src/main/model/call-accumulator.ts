import { randomInt } from 'node:crypto'
import { isJsonObject } from './chat-wire.ts'
import type { WireCall } from './wire-chunk.ts'

/** A call as the model made it: `arguments` is its raw text. */
export type AccumulatedCall = { id: string; name: string; arguments: string }

/**
 * Puts tool calls together from their fragments, which belong together by `index`. Holds against what
 * servers do: no index, one index for every call, the id or the name late, the name split or repeated with
 * every fragment, a new id with every fragment, whole calls in one piece, the same call sent again.
 * Arguments of two calls are never merged: in doubt a fragment begins a new call.
 */
export function createCallAccumulator(
  onPiece: (piece: { index: number; name: string; text: string }) => void,
) {
  const calls: AccumulatedCall[] = []
  const atIndex = new Map<number, AccumulatedCall>()

  function callFor(fragment: WireCall): AccumulatedCall {
    const { index, id } = fragment
    const current =
      index !== undefined
        ? atIndex.get(index)
        : ((id === '' ? undefined : calls.findLast((call) => call.id === id)) ?? calls.at(-1))
    if (current !== undefined && continues(current, fragment)) return current
    const call = { id: '', name: '', arguments: '' }
    calls.push(call)
    if (index !== undefined) atIndex.set(index, call)
    return call
  }

  return {
    /** Takes a fragment, or a whole call. */
    add(fragment: WireCall): void {
      const call = callFor(fragment)
      const piece = fragment.function?.arguments ?? ''
      const name = fragment.function?.name ?? ''
      const repeated = name !== '' && call.name === name && piece !== '' && piece === call.arguments
      if (call.id === '') call.id = fragment.id
      call.name = mergeName(call, name)
      if (repeated && isJsonObject(piece)) return
      // Gateways to Anthropic send the empty input first and then the real one.
      if (call.arguments === '{}' && piece.startsWith('{')) call.arguments = ''
      call.arguments += piece
      onPiece({ index: calls.indexOf(call), name: call.name, text: piece })
    },

    /** The calls so far, in the order in which they began, with ids unique within the turn. */
    finish(): AccumulatedCall[] {
      const used = new Set<string>()
      return calls.map((call) => {
        const id = call.id !== '' && !used.has(call.id) ? call.id : freshId(used)
        used.add(id)
        return { id, name: call.name.trim(), arguments: call.arguments.toWellFormed() }
      })
    },

    get count(): number {
      return calls.length
    },
  }
}

/** Whether a fragment goes on with a call. */
function continues(call: AccumulatedCall, fragment: WireCall): boolean {
  const name = fragment.function?.name ?? ''
  const piece = fragment.function?.arguments ?? ''
  if (fragment.id !== '' && call.id !== '' && fragment.id !== call.id) {
    if (name !== '') return false
    return piece === '' || !isJsonObject(call.arguments)
  }
  if (name === '' || call.name === '' || call.arguments === '') return true
  if (name !== call.name) return false
  return !isJsonObject(call.arguments) || piece === '' || piece === call.arguments || call.arguments === '{}'
}

/** A name comes whole, again and again, growing, or in pieces. */
function mergeName(call: AccumulatedCall, name: string): string {
  if (name === '' || name === call.name) return call.name
  return name.startsWith(call.name) ? name : call.name + name
}

/** Nine letters and digits: the one form of id that every server takes, Mistral's included. */
function freshId(used: ReadonlySet<string>): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  for (;;) {
    const id = Array.from({ length: 9 }, () => alphabet[randomInt(alphabet.length)]).join('')
    if (!used.has(id)) return id
  }
}
