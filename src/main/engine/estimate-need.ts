import type { Price } from '../../contract/provider.ts'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { ChatMessage } from '../model/model-client.ts'
import { tokensOfImage } from '../prompt/mention-words.ts'
import type { Need } from './budget-ledger.ts'

/** Characters that make a token: the rule of thumb by which turns are counted where the server does not. */
const charactersPerToken = 4

/** The least that is kept for an answer, in tokens: a call of one tool with short arguments. */
const leastAnswer = 200

/**
 * What a request is estimated to take, from the length of what is sent and the mean length of the task's answers
 * so far. The cost is that of tokens that no cache holds, so that it is rather too much than too little.
 */
export function estimateNeed(
  { messages, tools, price }: { messages: ChatMessage[]; tools: ToolDefinition[]; price: Price | null },
  answers: { outputTokens: number; requests: number },
): Need {
  let characters = JSON.stringify(tools).length
  for (const message of messages) {
    characters += message.content.length
    if (message.role === 'user')
      characters += (message.images ?? []).length * tokensOfImage * charactersPerToken
    if (message.role !== 'assistant') continue
    for (const call of message.calls) characters += call.name.length + call.arguments.length
  }
  const input = Math.ceil(characters / charactersPerToken)
  const mean = answers.requests === 0 ? 0 : Math.ceil(answers.outputTokens / answers.requests)
  const output = Math.max(leastAnswer, mean)
  const cost = price === null ? 0 : (input * price.input + output * price.output) / 1_000_000
  return { tokens: input + output, cost }
}
