import type { ChatRequest } from '../model/scripted-server.ts'
import type { ModelTurn } from '../model/scripted-turn.ts'

/** One request as a script sees it: whose conversation it is, and how far that has come. */
export type Conversation = {
  /** The first user message: what the task was asked. */
  opening: string
  /** The mode named by the line `Mode: <slug>` of the system prompt. */
  mode: string
  /** How many answers the model has given: 0 for a conversation's first request, however often it is made. */
  turn: number
  /** The content of the last message: a tool's result, or what somebody said. */
  last: string
  body: ChatRequest
}

/** Reads a request as a script sees it. Depends on nothing but the request, so that retries do not matter. */
export function conversationOf(body: ChatRequest): Conversation {
  const { messages } = body
  const system = messages.find(({ role }) => role === 'system')?.content ?? ''
  return {
    opening: messages.find(({ role }) => role === 'user')?.content ?? '',
    mode: /^Mode: (\S+)$/m.exec(system)?.[1] ?? '',
    turn: messages.filter(({ role }) => role === 'assistant').length,
    last: messages.at(-1)?.content ?? '',
    body,
  }
}

/** A turn that calls one tool. */
export function calling(name: string, args: object, text = ''): ModelTurn {
  return { text, calls: [{ name, arguments: args }] }
}

/** A turn in which the model refuses: the one thing that makes a task fail, where all else pauses it. */
export function refusing(words: string): ModelTurn {
  return { text: words, finish: 'refusal' }
}

/** A turn that ends its task. */
export function completing(result: string): ModelTurn {
  return calling('attempt_completion', { result })
}
