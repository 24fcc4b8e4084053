import { expect, test } from 'vitest'
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts'
import type { ScriptedTurn } from './scripted-turn.ts'

const ask = (server: ScriptedServer, body: unknown) =>
  fetch(`${server.baseUrl}/chat/completions`, { method: 'POST', body: JSON.stringify(body) })

async function withTurn<T>(turn: ScriptedTurn, run: (server: ScriptedServer) => Promise<T>): Promise<T> {
  const server = await startScriptedServer({ respond: () => turn, models: ['one', 'two'] })
  try {
    return await run(server)
  } finally {
    await server.close()
  }
}

const chat = { model: 'one', messages: [{ role: 'user', content: 'hi' }] }

test('streams text in small deltas and calls in fragments that alternate', async () => {
  const turn = {
    text: 'ab🌲d',
    calls: [
      { name: 'x', arguments: { a: 1 } },
      { name: 'y', arguments: '{"bb":2}' },
    ],
    chunkSize: 3,
    usage: { inputTokens: 5, outputTokens: 4 },
  }
  const text = await withTurn(turn, async (server) => {
    const response = await ask(server, { ...chat, stream: true, stream_options: { include_usage: true } })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    return response.text()
  })
  const events = text
    .trim()
    .split('\n\n')
    .map((event) => event.replace(/^data: /, ''))
  expect(events.pop()).toBe('[DONE]')
  const chunks = events.map((event) => JSON.parse(event))
  expect(chunks.pop()).toMatchObject({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 4 } })
  expect(chunks.pop().choices[0]).toEqual({ index: 0, delta: {}, finish_reason: 'tool_calls' })
  const call = (index: number, piece: string) => ({ tool_calls: [{ index, function: { arguments: piece } }] })
  expect(chunks.map((chunk) => chunk.choices[0].delta)).toEqual([
    { role: 'assistant', content: '' },
    { content: 'ab🌲' },
    { content: 'd' },
    { tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'x', arguments: '' } }] },
    { tool_calls: [{ index: 1, id: 'call_2', type: 'function', function: { name: 'y', arguments: '' } }] },
    call(0, '{"a'),
    call(1, '{"b'),
    call(0, '":1'),
    call(1, 'b":'),
    call(0, '}'),
    call(1, '2}'),
  ])
})

test('answers whole when it is not asked to stream, and says nothing of usage it is to leave out', async () => {
  const body = await withTurn({ text: 'hi', reasoning: 'hm', usage: null }, async (server) => {
    expect(server.requests).toEqual([])
    const response = await ask(server, chat)
    expect(server.requests).toMatchObject([{ rawBody: JSON.stringify(chat), body: chat }])
    return response.json()
  })
  expect(body).toMatchObject({
    object: 'chat.completion',
    model: 'one',
    choices: [
      { message: { role: 'assistant', content: 'hi', reasoning_content: 'hm' }, finish_reason: 'stop' },
    ],
    usage: null,
  })
})

test('lists its models, and knows nothing else', async () => {
  await withTurn({ text: '' }, async (server) => {
    const list = await fetch(`${server.baseUrl}/models`)
    expect(await list.json()).toMatchObject({ data: [{ id: 'one' }, { id: 'two' }] })
    expect((await fetch(`${server.baseUrl}/embeddings`, { method: 'POST' })).status).toBe(404)
    expect((await ask(server, { model: 'one' })).status).toBe(400)
  })
})

test('sends an HTTP answer as it is told', async () => {
  await withTurn({ status: 429, headers: { 'retry-after': '3' }, body: 'slow' }, async (server) => {
    const response = await ask(server, chat)
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      429,
      '3',
      'slow',
    ])
  })
})

test('says what a script throws', async () => {
  const server = await startScriptedServer({
    respond: () => {
      throw new Error('The script is wrong.')
    },
  })
  const response = await ask(server, chat)
  expect([response.status, await response.json()]).toEqual([
    500,
    { error: { message: 'The script is wrong.' } },
  ])
  await server.close()
})

test('closes while an answer still streams', async () => {
  const server = await startScriptedServer({ respond: () => ({ text: 'x'.repeat(10_000) }), delayMs: 1_000 })
  const response = await ask(server, { ...chat, stream: true })
  const reader = response.body?.getReader()
  await reader?.read()
  await server.close()
  await expect(reader?.read()).rejects.toThrow()
})
