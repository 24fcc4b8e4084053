// The floor: the least a program on the same SDK does for the same conversation. It streams each turn, reads
// the file the model asks for, and asks again until the model completes. No database, no policy, no events.
import { readFileSync } from 'node:fs'
import OpenAI from 'openai'

const client = new OpenAI({ baseURL: process.env.TREELINE_BASE_URL, apiKey: 'bench', maxRetries: 0 })
// The same instructions and tools as Treeline sends, so that both send as many bytes.
const { system, tools } = JSON.parse(readFileSync(process.env.BENCH_REQUEST ?? '', 'utf8'))

/**
 * @param {string} opening
 * @returns {Promise<string>}
 */
async function converse(opening) {
  /** @type {import('openai/resources').ChatCompletionMessageParam[]} */
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: opening },
  ]
  for (;;) {
    const stream = await client.chat.completions.create({
      model: 'bench',
      messages,
      tools,
      stream: true,
      stream_options: { include_usage: true },
    })
    let content = ''
    /** @type {import('openai/resources').ChatCompletionMessageFunctionToolCall[]} */
    const calls = []
    for await (const chunk of stream) {
      const delta = chunk.choices[0]?.delta
      content += delta?.content ?? ''
      for (const piece of delta?.tool_calls ?? []) {
        const call = calls[piece.index] ?? {
          id: piece.id ?? '',
          type: 'function',
          function: { name: '', arguments: '' },
        }
        calls[piece.index] = call
        call.function.name += piece.function?.name ?? ''
        call.function.arguments += piece.function?.arguments ?? ''
      }
    }
    messages.push({ role: 'assistant', content, tool_calls: calls })
    const [last] = calls
    if (last?.function.name === 'attempt_completion') return JSON.parse(last.function.arguments).result
    // Several calls of a turn are made at the same time.
    const results = await Promise.all(calls.map(carryOut))
    calls.forEach(({ id }, at) => {
      messages.push({ role: 'tool', tool_call_id: id, content: results[at] ?? '' })
    })
  }
}

/** @param {import('openai/resources').ChatCompletionMessageFunctionToolCall} call */
async function carryOut(call) {
  const args = JSON.parse(call.function.arguments)
  return call.function.name === 'new_task' ? converse(args.message) : readFileSync(args.path, 'utf8')
}

await converse(process.argv[2] ?? '')
