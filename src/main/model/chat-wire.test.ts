import { describe, expect, test } from 'vitest'
import { testEndpoint } from '../testing/ask-model.ts'
import { type OptionalField, wireBody, wireMessage } from './chat-wire.ts'
import type { ChatMessage } from './model-client.ts'

const none = new Set<never>()
const endpoint = testEndpoint('https://models.example/v1')
const tools = [{ name: 'read_file', description: 'Reads.', parameters: { type: 'object', properties: {} } }]

const history: ChatMessage[] = [
  { role: 'system', content: 'You are a test.' },
  { role: 'user', content: 'Read it.' },
  { role: 'assistant', content: '', calls: [{ id: 'c1', name: 'read_file', arguments: '{"path":"a"}' }] },
  { role: 'tool', callId: 'c1', content: 'text of a' },
  { role: 'assistant', content: 'Done.', calls: [] },
]

test('messages take the shape of chat completions', () => {
  expect(history.map(wireMessage)).toEqual([
    { role: 'system', content: 'You are a test.' },
    { role: 'user', content: 'Read it.' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'c1', type: 'function', function: { name: 'read_file', arguments: '{"path":"a"}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'c1', content: 'text of a' },
    { role: 'assistant', content: 'Done.' },
  ])
})

const sent = (messages: ChatMessage[], offered = tools, omitted: ReadonlySet<OptionalField> = none) =>
  Buffer.from(wireBody({ endpoint, tools: offered, messages }, omitted).bytes).toString()

test('the bytes are the request as JSON, in UTF-8', () => {
  const wide: ChatMessage = { role: 'user', content: 'Grüße 🌲 "\\\n\u2028' }
  expect(JSON.parse(sent([...history, wide]))).toEqual({
    model: endpoint.model,
    stream: true,
    stream_options: { include_usage: true },
    tools: [{ type: 'function', function: tools[0] }],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    messages: [...history, wide].map(wireMessage),
  })
})

test('a longer history begins with the bytes of the shorter one', () => {
  const bytes = (length: number) => sent(history.slice(0, length)).replace(/\]\}$/, '')
  for (let length = 2; length <= history.length; length++) {
    expect(bytes(length).startsWith(bytes(length - 1))).toBe(true)
  }
})

test('without tools nothing is said of tools', () => {
  expect(Object.keys(JSON.parse(sent(history, [])))).toEqual([
    'model',
    'stream',
    'stream_options',
    'messages',
  ])
})

test('what a server refuses is left out, and known to be', () => {
  const omitted = new Set(['tool_choice', 'stream_options'] as const)
  expect(Object.keys(JSON.parse(sent(history, tools, omitted)))).toEqual([
    'model',
    'stream',
    'tools',
    'parallel_tool_calls',
    'messages',
  ])
  expect([...wireBody({ endpoint, tools, messages: history }, omitted).fields]).toEqual([
    'parallel_tool_calls',
  ])
})

describe('what a server could not parse is mended', () => {
  const call = (name: string, argumentsText: string) => {
    const message = wireMessage({
      role: 'assistant',
      content: '',
      calls: [{ id: 'c', name, arguments: argumentsText }],
    })
    return message.role === 'assistant' ? message.tool_calls?.[0] : undefined
  }

  test.each([
    ['{"path":"a"}', '{"path":"a"}'],
    ['', '{}'],
    ['{"path":', '{"unparsed":"{\\"path\\":"}'],
    ["{'path': 'a',}", '{"unparsed":"{\'path\': \'a\',}"}'],
    ['[{"path":"a"}]', '{"unparsed":"[{\\"path\\":\\"a\\"}]"}'],
    ['"{}"', '{"unparsed":"\\"{}\\""}'],
  ])('arguments %s', (raw, sent) => {
    expect(call('a', raw)).toMatchObject({ function: { arguments: sent } })
  })

  test.each([
    ['read_file', 'read_file'],
    ['functions.read file', 'functions_read_file'],
    ['x'.repeat(100), 'x'.repeat(64)],
    ['', 'unnamed'],
  ])('name %s', (name, sent) => {
    expect(call(name, '{}')).toMatchObject({ function: { name: sent } })
  })

  test('half characters', () => {
    expect(wireMessage({ role: 'user', content: 'a\ud83c' })).toEqual({ role: 'user', content: 'a\ufffd' })
  })
})
