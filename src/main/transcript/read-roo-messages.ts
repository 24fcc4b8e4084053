/** A call of a tool in such a history; `id` is null where the call stood in the text. */
export type RooCall = { id: string | null; name: string; input: string }

/** One message of such a history, with what was understood of it. */
export type RooMessage = {
  role: 'user' | 'assistant'
  at: number | null
  text: string
  reasoning: string
  calls: RooCall[]
  results: { id: string; text: string }[]
}

/** Tools whose calls stand in the text as elements, in releases that ask for that. */
const elementTools =
  `read_file write_to_file apply_diff insert_content search_and_replace replace_in_file edit_file
  search_files list_files list_code_definition_names codebase_search execute_command browser_action use_mcp_tool
  access_mcp_resource ask_followup_question attempt_completion switch_mode new_task fetch_instructions update_todo_list
  run_slash_command plan_mode_respond condense new_rule`.split(/\s+/)

const elements = new RegExp(`<(${elementTools.join('|')})>([\\s\\S]*?)</\\1>`, 'g')

type Fields = Record<string, unknown>

/**
 * The messages of an `api_conversation_history.json`, as Roo Code, Kilo Code and Cline write it: a list in the shape of
 * Anthropic's messages, or `{ version: 2, messages }` in that of the AI SDK. The shapes are those of
 * RooCodeInc/Roo-Code, src/core/task-persistence/apiMessages.ts. Parts that are not understood are kept as text and
 * counted in `strange`. Never throws.
 */
export function readRooMessages(value: unknown): { messages: RooMessage[]; strange: number } {
  const list = Array.isArray(value) ? value : fieldsOf(value).messages
  let strange = Array.isArray(list) ? 0 : 1
  const messages = (Array.isArray(list) ? list : []).map((one): RooMessage => {
    const { role, content, ts } = fieldsOf(one)
    const message: RooMessage = {
      role: role === 'assistant' ? 'assistant' : 'user',
      at: typeof ts === 'number' && Number.isFinite(ts) && ts >= 0 ? Math.min(Math.trunc(ts), 8.64e15) : null,
      ...{ text: '', reasoning: '', calls: [], results: [] },
    }
    const parts = Array.isArray(content) ? content : [content]
    for (const part of parts) if (!takePart(message, part)) strange++
    if (message.role === 'assistant') takeElements(message)
    else
      message.text = message.text.replace(/<environment_details>[\s\S]*?<\/environment_details>/g, '').trim()
    return message
  })
  return { messages, strange }
}

function takePart(message: RooMessage, part: unknown): boolean {
  const add = (text: string) => {
    message.text += `${message.text === '' ? '' : '\n\n'}${text}`
  }
  if (typeof part === 'string') {
    add(part)
    return true
  }
  const block = fieldsOf(part)
  switch (block.type) {
    case 'text':
      add(wordsOf(block.text))
      return true
    case 'thinking':
    case 'reasoning':
      message.reasoning += wordsOf(block.thinking ?? block.text)
      return true
    case 'tool_use':
    case 'tool-call':
      message.calls.push({
        id: wordsOf(block.id ?? block.toolCallId),
        name: wordsOf(block.name ?? block.toolName) || 'unknown_tool',
        input: JSON.stringify(block.input ?? {}),
      })
      return true
    case 'tool_result':
    case 'tool-result':
      message.results.push({
        id: wordsOf(block.tool_use_id ?? block.toolCallId),
        text: wordsOf(block.content ?? block.output),
      })
      return true
    default:
      add(JSON.stringify(part) ?? '')
      return false
  }
}

/** Calls that stand in the text as elements, each parameter an element in it. */
function takeElements(message: RooMessage): void {
  message.text = message.text
    .replace(elements, (_whole, name: string, inside: string) => {
      const input = Object.fromEntries(
        [...inside.matchAll(/<(\w+)>([\s\S]*?)<\/\1>/g)].map(([, key, text]) => [key, (text ?? '').trim()]),
      )
      message.calls.push({ id: null, name, input: JSON.stringify(input) })
      return ''
    })
    .trim()
}

/** Text, or the texts in a list of parts, or what else there is as JSON. */
function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(wordsOf).join('\n')
  const { text, value: inner } = fieldsOf(value)
  if (typeof text === 'string') return text
  return typeof inner === 'string' ? inner : JSON.stringify(value)
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
