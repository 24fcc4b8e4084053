import type { ChatMessage } from './model-client.ts'

/** What stands for a result that the history does not have. */
const NO_RESULT = 'There is no result of this call. Do not rely on it.'

/**
 * The history in the strictest form that any server asks for: every call is followed at once by exactly one
 * result, in the order of the calls; results without a call are left out; ids are unique over the whole
 * history and nine letters and digits long. For a server that refused the pairing as it was.
 */
export function strictHistory(messages: readonly ChatMessage[]): ChatMessage[] {
  const strict: ChatMessage[] = []
  let number = 0
  for (let at = 0; at < messages.length; at++) {
    const message = messages[at]
    if (message === undefined || message.role === 'tool') continue
    if (message.role !== 'assistant' || message.calls.length === 0) {
      strict.push(message)
      continue
    }
    const results = resultsAfter(messages, at)
    const calls = message.calls.map((call) => ({ ...call, id: strictId(number++) }))
    strict.push({ ...message, calls })
    message.calls.forEach(({ id }, index) => {
      strict.push({
        role: 'tool',
        callId: calls[index]?.id ?? '',
        content: results.get(id)?.shift() ?? NO_RESULT,
      })
    })
  }
  return strict
}

/** The results that stand between a turn and the next, by the id they name: in order, should one name come twice. */
function resultsAfter(messages: readonly ChatMessage[], at: number): Map<string, string[]> {
  const results = new Map<string, string[]>()
  for (const message of messages.slice(at + 1)) {
    if (message.role === 'assistant') break
    if (message.role !== 'tool') continue
    results.set(message.callId, [...(results.get(message.callId) ?? []), message.content])
  }
  return results
}

function strictId(number: number): string {
  return `c${number.toString(36).padStart(8, '0')}`
}
