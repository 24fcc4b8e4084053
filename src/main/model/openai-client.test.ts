import { describe, expect, test } from 'vitest'
import { askScript, sendBytes, sendEvents } from '../testing/ask-model.ts'
import type { ScriptedTurn } from './scripted-turn.ts'

const say = (content: string) => ({ choices: [{ index: 0, delta: { content } }] })
const finish = (finish_reason: string) => ({ choices: [{ index: 0, delta: {}, finish_reason }] })

describe('an answer', () => {
  test('is text, reasoning, calls and usage, told of as it comes', async () => {
    const { outcome, deltas } = await askScript([
      {
        text: 'I will read both — déjà vu 🌲.',
        reasoning: 'Two files.',
        calls: [
          { name: 'read_file', arguments: { path: 'src/a-long-name.ts' }, id: 'one' },
          { name: 'read_file', arguments: { path: 'src/b-long-name.ts' }, id: 'two' },
        ],
        usage: { inputTokens: 1_000, outputTokens: 50, cachedTokens: 800 },
        chunkSize: 5,
      },
    ])
    expect(outcome).toEqual({
      status: 'answered',
      text: 'I will read both — déjà vu 🌲.',
      reasoning: 'Two files.',
      calls: [
        { id: 'one', name: 'read_file', arguments: '{"path":"src/a-long-name.ts"}' },
        { id: 'two', name: 'read_file', arguments: '{"path":"src/b-long-name.ts"}' },
      ],
      finish: 'tool_calls',
      usage: { inputTokens: 1_000, outputTokens: 50, cachedTokens: 800, cost: null },
    })
    const channel = (name: string, index?: number) =>
      deltas
        .filter(
          (delta) =>
            delta.channel === name && (index === undefined || (delta as { index: number }).index === index),
        )
        .map((delta) => delta.text)
        .join('')
    expect(channel('text')).toBe('I will read both — déjà vu 🌲.')
    expect(channel('reasoning')).toBe('Two files.')
    expect(channel('arguments', 1)).toBe('{"path":"src/b-long-name.ts"}')
    expect(deltas.filter((delta) => delta.channel === 'text').length).toBeGreaterThan(3)
  })

  test.each<[string, ScriptedTurn, object]>([
    [
      'with finish "stop" beside calls',
      { calls: [{ name: 'a', arguments: {} }], finish: 'stop' },
      { finish: 'tool_calls' },
    ],
    [
      'cut by length keeps its text',
      { text: 'so far', finish: 'length' },
      { finish: 'length', text: 'so far' },
    ],
    [
      'cut by length keeps whole calls only',
      {
        calls: [
          { name: 'a', arguments: '{"x":1}', id: 'c1' },
          { name: 'b', arguments: '{"x":"hal', id: 'c2' },
        ],
        finish: 'length',
      },
      { finish: 'length', calls: [{ id: 'c1', name: 'a', arguments: '{"x":1}' }] },
    ],
    [
      'passes broken arguments on as they are',
      { calls: [{ name: 'a', arguments: "{'x': 1,}", id: 'c1' }] },
      { calls: [{ id: 'c1', name: 'a', arguments: "{'x': 1,}" }] },
    ],
    [
      'without [DONE] is whole when it has a finish reason',
      sendEvents(say('hi'), finish('stop')),
      { text: 'hi', finish: 'stop' },
    ],
    [
      'without a finish reason is whole when it has [DONE]',
      sendBytes(`data: ${JSON.stringify(say('hi'))}\n\ndata: [DONE]\n\n`),
      { text: 'hi', finish: 'stop' },
    ],
    [
      'may end without a line break',
      sendBytes(`data: ${JSON.stringify(say('hi'))}\n\ndata: ${JSON.stringify(finish('stop'))}`),
      { text: 'hi' },
    ],
    [
      'may spread one event over lines',
      sendBytes('data: {"choices":\ndata: [{"delta":{"content":"multi"}}]}\n\n', 'data: [DONE]\n\n'),
      { text: 'multi' },
    ],
    [
      'may use carriage returns and comments',
      sendBytes(': ping\r\n\r\n', `data:${JSON.stringify(say('hi'))}\r\n\r\n`, 'data:[DONE]\r\n\r\n'),
      { text: 'hi' },
    ],
    [
      'may have characters split between packets',
      sendBytes(
        ...Array.from(Buffer.from(`data: ${JSON.stringify(say('€🌲é'))}\n\ndata: [DONE]\n\n`), (byte) =>
          Uint8Array.of(byte),
        ),
      ),
      { text: '€🌲é' },
    ],
    [
      'may end inside a character',
      sendBytes(
        `data: ${JSON.stringify(say('hi'))}\n\ndata: ${JSON.stringify(finish('stop'))}\n\n`,
        Uint8Array.of(0xe2, 0x82),
      ),
      { text: 'hi' },
    ],
    [
      'may halve a character over two deltas',
      sendBytes(
        'data: {"choices":[{"delta":{"content":"\\ud83c"}}]}\n\ndata: {"choices":[{"delta":{"content":"\\udf32"}}]}\n\ndata: [DONE]\n\n',
      ),
      { text: '🌲' },
    ],
    [
      'loses half a character that stays half',
      sendBytes('data: {"choices":[{"delta":{"content":"a\\ud83c"}}]}\n\ndata: [DONE]\n\n'),
      { text: 'a\ufffd' },
    ],
    [
      'may be lists of parts',
      sendEvents(
        {
          choices: [
            {
              delta: {
                content: [
                  { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
                  { type: 'text', text: 'hi' },
                ],
              },
            },
          ],
        },
        finish('stop'),
      ),
      { text: 'hi', reasoning: 'hm' },
    ],
    [
      'may name its reasoning otherwise',
      sendEvents({ choices: [{ delta: { reasoning: 'hm' } }] }, say('hi'), finish('stop')),
      { reasoning: 'hm' },
    ],
    [
      'may have reasoning in both fields',
      sendEvents(
        { choices: [{ delta: { reasoning: 'hm', reasoning_content: 'hm' } }] },
        say('hi'),
        finish('stop'),
      ),
      { reasoning: 'hm' },
    ],
    [
      'may come with a legacy function call',
      sendEvents(
        { choices: [{ delta: { function_call: { name: 'a', arguments: '{' } } }] },
        { choices: [{ delta: { function_call: { arguments: '}' } } }] },
        finish('function_call'),
      ),
      { finish: 'tool_calls', calls: [{ id: expect.stringMatching(/^\w{9}$/), name: 'a', arguments: '{}' }] },
    ],
    [
      'keeps to the first choice',
      sendEvents(say('hi'), { choices: [{ index: 1, delta: { content: 'other' } }] }, finish('stop')),
      { text: 'hi' },
    ],
    [
      'survives fields of the wrong type',
      sendEvents(
        { choices: 7 },
        null,
        'ping',
        { choices: [null, { delta: { content: 4, tool_calls: 'x' }, finish_reason: 3 }] },
        say('hi'),
        finish('stop'),
      ),
      { text: 'hi' },
    ],
  ])('%s', async (_, turn, expected) => {
    const { outcome } = await askScript([turn])
    expect(outcome).toMatchObject({ status: 'answered', ...expected })
  })

  test('may come whole from a server that does not stream', async () => {
    const body = {
      choices: [
        {
          message: {
            content: 'hi',
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'a', arguments: '{}' } }],
          },
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    }
    const { outcome, deltas } = await askScript([{ status: 200, body }])
    expect(outcome).toMatchObject({
      status: 'answered',
      text: 'hi',
      calls: [{ id: 'c1', name: 'a', arguments: '{}' }],
      usage: { inputTokens: 3, outputTokens: 2 },
    })
    expect(deltas[0]).toEqual({ channel: 'text', text: 'hi' })
  })

  test('of two million characters in one event is whole', async () => {
    const { outcome } = await askScript([sendEvents(say('x'.repeat(2_000_000)), finish('stop'))])
    expect(outcome).toMatchObject({ status: 'answered', text: 'x'.repeat(2_000_000) })
  })
})

describe('usage', () => {
  const usage = async (...events: unknown[]) => {
    const { outcome } = await askScript([sendEvents(say('four'), ...events, finish('stop'))])
    return outcome.status === 'answered' ? outcome.usage : outcome
  }

  test('spread over chunks, as totals or in halves, is put together', async () => {
    expect(
      await usage(
        { usage: { prompt_tokens: 10, completion_tokens: 0 }, choices: [] },
        { usage: { prompt_tokens: 10, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 8 } } },
        { usage: { completion_tokens: 5 } },
        { usage: null },
      ),
    ).toEqual({ inputTokens: 10, outputTokens: 5, cachedTokens: 8, cost: null })
  })

  test('after the finish reason counts', async () => {
    const { outcome } = await askScript([
      sendEvents(say('hi'), finish('stop'), {
        choices: [],
        usage: { prompt_tokens: 7, completion_tokens: 1, cost: 0.25 },
      }),
    ])
    expect(outcome).toMatchObject({ usage: { inputTokens: 7, outputTokens: 1, cost: 0.25 } })
  })

  test('that a server does not send is estimated', async () => {
    const { outcome, requests } = await askScript([sendEvents(say('x'.repeat(41)), finish('stop'))])
    const sent = requests[0]?.rawBody.length ?? 0
    expect(outcome).toMatchObject({ usage: { inputTokens: Math.ceil(sent / 4), outputTokens: 11 } })
  })

  test('has the price of the endpoint where the server names none', async () => {
    const price = { input: 2, output: 10, cachedInput: 0.5 }
    const turn = {
      text: 'hi',
      usage: { inputTokens: 1_000_000, outputTokens: 100_000, cachedTokens: 400_000 },
    }
    const { outcome } = await askScript([turn], { endpoint: { price } })
    expect(outcome).toMatchObject({ usage: { cost: 1.2 + 0.2 + 1 } })
  })
})

describe('fields that a server refuses', () => {
  const refuse = (status: number, message: string): ScriptedTurn => ({ status, body: { error: { message } } })
  const keys = (rawBody: string | undefined) => Object.keys(JSON.parse(rawBody ?? '{}'))

  test('are left out, once each, and remembered', async () => {
    const { outcome, requests } = await askScript(
      [
        refuse(422, 'unsupported parameter: parallel_tool_calls'),
        refuse(400, "Unrecognized request argument supplied: 'stream_options'"),
        { text: 'hi' },
      ],
      { times: 2 },
    )
    expect(outcome).toMatchObject({ status: 'answered', text: 'hi' })
    expect(requests.map(({ rawBody }) => keys(rawBody))).toEqual([
      ['model', 'stream', 'stream_options', 'tools', 'tool_choice', 'parallel_tool_calls', 'messages'],
      ['model', 'stream', 'stream_options', 'tools', 'tool_choice', 'messages'],
      ['model', 'stream', 'tools', 'tool_choice', 'messages'],
      ['model', 'stream', 'tools', 'tool_choice', 'messages'],
    ])
  })

  test('are not forgotten for another fault', async () => {
    const { outcome, requests } = await askScript([
      refuse(400, 'stream_options is not allowed'),
      refuse(400, 'stream_options is not allowed'),
    ])
    expect(outcome).toMatchObject({ failure: { kind: 'bad_request', httpStatus: 400 }, retryable: false })
    expect(requests.length).toBe(2)
  })
})
