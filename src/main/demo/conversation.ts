import type { ChatRequest } from '../model/scripted-server.ts'

/**
 * A call that was made and what came of it: `ok` unless the result says otherwise. `cut` was stopped or
 * interrupted half-way; `unavailable` is a tool that the task does not have.
 */
export type Exchange = {
  name: string
  args: Record<string, unknown>
  result: string
  outcome: 'ok' | 'rejected' | 'unavailable' | 'cut'
}

/** What a request tells of its task: all that the demo knows. */
export type Conversation = {
  /** The slug in the system prompt's line `Mode: <slug>`; without one, guessed from the tools. */
  mode: string
  /** The JSON schema of the arguments of each tool on offer, by the tool's name. */
  tools: ReadonlyMap<string, Record<string, unknown>>
  /** How many answers have been given. */
  turns: number
  exchanges: Exchange[]
  /** What a person wrote since the last answer, beside the task's own message; null when nothing. */
  news: string | null
}

/** How Treeline's own messages to a model begin: no person wrote them. */
const OWN_MESSAGE = /^(That answer (called no tool|was empty)|This is a notice from Treeline)/
const REJECTED = /^The user (rejected|did not let|does not accept)/
const UNAVAILABLE = /^(There is no tool|Mode .* does not offer)/
const CUT = /^(Not carried out|Stopped while|Treeline was interrupted while)/

/** Reads the conversation out of a request. */
export function readConversation({ messages, tools }: ChatRequest): Conversation {
  const system = messages.find((message) => message.role === 'system')?.content ?? ''
  const offered = new Map(tools.map((tool) => [tool.function.name, tool.function.parameters ?? {}] as const))
  const lastAnswer = messages.findLastIndex((message) => message.role === 'assistant')
  const later = messages.slice(lastAnswer + 1).filter((message) => message.role === 'user')
  const news = lastAnswer === -1 ? [] : later.map(({ content }) => (content ?? '').trim())
  const ofPeople = news.filter((text) => text !== '' && !OWN_MESSAGE.test(text))
  return {
    mode: /^Mode: (\S+)/m.exec(system)?.[1] ?? guessMode(offered),
    tools: offered,
    turns: messages.filter((message) => message.role === 'assistant').length,
    exchanges: readExchanges(messages),
    news: ofPeople.length === 0 ? null : ofPeople.join('\n'),
  }
}

/** What a person said when they rejected a call; empty when they gave no reason. */
export function feedbackIn(result: string): string {
  return /What the user said:\n\n([\s\S]*?)\n\n/.exec(result)?.[1]?.trim() ?? ''
}

/** A subtask's own words out of the result of the `new_task` that waited for it; null when it did not complete. */
export function summaryIn(result: string): string | null {
  const quoted = /<summary (\S+)>\n([\s\S]*)\n<\/summary \1>/.exec(result)?.[2]
  if (quoted !== undefined) return quoted.trim()
  return /\b(failed|was cancelled|There is no|none was started)\b/.test(result) ? null : result.trim()
}

/** Calls and results, matched within each turn: ids may come again in later ones. */
function readExchanges(messages: ChatRequest['messages']): Exchange[] {
  return messages.flatMap(({ tool_calls: calls = [] }, at) => {
    const end = messages.findIndex((message, index) => index > at && message.role === 'assistant')
    const answers = messages.slice(at + 1, end === -1 ? undefined : end)
    return calls.map((call) => {
      const result = answers.find((message) => message.tool_call_id === call.id)?.content ?? ''
      return {
        name: call.function.name,
        args: parseArguments(call.function.arguments),
        result,
        outcome: outcomeOf(result),
      }
    })
  })
}

function outcomeOf(result: string): Exchange['outcome'] {
  if (REJECTED.test(result)) return 'rejected'
  if (UNAVAILABLE.test(result)) return 'unavailable'
  return CUT.test(result) ? 'cut' : 'ok'
}

function parseArguments(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function guessMode(tools: ReadonlyMap<string, unknown>): string {
  if (tools.has('execute_command') && tools.has('apply_diff')) return 'code'
  return tools.has('new_task') && !tools.has('read_file') ? 'orchestrator' : 'unknown'
}
