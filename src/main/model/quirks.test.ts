import { describe, expect, test } from 'vitest'
import { testRequest } from '../testing/ask-model.ts'
import type { ChatMessage } from './model-client.ts'
import { createModelClient } from './openai-client.ts'
import { type ScriptedRequest, startScriptedServer } from './scripted-server.ts'
import type { ScriptedTurn } from './scripted-turn.ts'

const never = new AbortController().signal
const refuse = (message: string, status = 400): ScriptedTurn => ({ status, body: { error: { message } } })

const history: ChatMessage[] = [
  { role: 'system', content: 'You are a test.' },
  { role: 'user', content: 'Read both.' },
  {
    role: 'assistant',
    content: '',
    reasoning: 'Two files, hm.',
    calls: [
      { id: 'same', name: 'read_file', arguments: '{"path":"a"}' },
      { id: 'lost', name: 'read_file', arguments: '{"path":"b"}' },
    ],
  },
  { role: 'tool', callId: 'stray', content: 'of no call' },
  { role: 'tool', callId: 'same', content: 'text of a' },
  {
    role: 'assistant',
    content: 'Again.',
    calls: [{ id: 'same', name: 'read_file', arguments: '{"path":"c"}' }],
  },
  { role: 'tool', callId: 'same', content: 'text of c' },
]

/** Asks a server `times` times with that history, of these models in turn, and gives what it was sent. */
async function ask(respond: (request: ScriptedRequest) => ScriptedTurn, models: string[]) {
  const server = await startScriptedServer({ respond })
  const client = createModelClient()
  const outcomes = []
  for (const model of models) {
    const request = { ...testRequest(server.baseUrl, { model }), messages: history }
    outcomes.push(await client.streamTurn(request, () => {}, never))
  }
  await server.close()
  return { outcomes, bodies: server.requests.map(({ body }) => body) }
}

describe('a server that wants the reasoning back', () => {
  const says =
    'thinking is enabled but reasoning_content is missing in assistant tool call message at index 2'
  const wants = ({ body }: ScriptedRequest) =>
    body.messages.every(({ role, ...rest }) => role !== 'assistant' || 'reasoning_content' in rest)
      ? { text: 'hi' }
      : refuse(says)

  test('gets it from then on, also where there was none, and no other model does', async () => {
    const { outcomes, bodies } = await ask(
      (request) => (request.body.model === 'thinker' ? wants(request) : { text: 'hi' }),
      ['thinker', 'thinker', 'other'],
    )
    expect(outcomes.map(({ status }) => status)).toEqual(['answered', 'answered', 'answered'])
    const thoughts = bodies.map(({ messages }) =>
      messages.filter(({ role }) => role === 'assistant').map((one) => one.reasoning_content),
    )
    const back = ['Two files, hm.', '']
    expect(thoughts).toEqual([[undefined, undefined], back, back, [undefined, undefined]])
  })

  test('and refuses it all the same is not asked a third time', async () => {
    const { outcomes, bodies } = await ask(() => refuse(says), ['thinker'])
    expect(bodies).toHaveLength(2)
    expect(outcomes).toMatchObject([{ status: 'failed', failure: { kind: 'bad_request' }, retryable: false }])
  })
})

describe('a server that refuses how calls and results are paired', () => {
  const says = 'The following tool_call_ids did not have response messages: lost'

  test.each([
    [says],
    ["messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."],
    ['messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: same'],
    ['Not the same number of function calls and responses'],
    ['insufficient tool messages following tool_calls message'],
    ['Tool call id was same but must be a-z, A-Z, 0-9, with a length of 9.'],
    ['Duplicate tool call id in history'],
    ['Please ensure that function call turn comes immediately after a user turn'],
  ])('gets them in the strictest form: %s', async (words) => {
    const { outcomes, bodies } = await ask(
      ({ index }) => (index === 0 ? refuse(words) : { text: 'hi' }),
      ['m', 'm'],
    )
    expect(outcomes.map(({ status }) => status)).toEqual(['answered', 'answered'])
    expect(bodies).toHaveLength(3)
    expect(bodies[1]?.messages).toEqual(bodies[2]?.messages)
    expect(bodies[1]?.messages.slice(2)).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: 'c00000000' }, { id: 'c00000001' }] },
      { role: 'tool', tool_call_id: 'c00000000', content: 'text of a' },
      { role: 'tool', tool_call_id: 'c00000001', content: expect.stringContaining('no result') },
      { role: 'assistant', tool_calls: [{ id: 'c00000002' }] },
      { role: 'tool', tool_call_id: 'c00000002', content: 'text of c' },
    ])
  })

  test('and goes on refusing is asked once more only, and what was tried is said', async () => {
    const { outcomes, bodies } = await ask(() => refuse(says), ['m'])
    expect(bodies).toHaveLength(2)
    expect(outcomes).toMatchObject([
      {
        failure: {
          kind: 'bad_request',
          message: expect.stringMatching(
            /did not have response messages: lost\. The history was checked .* with 3 calls and as many results/,
          ),
        },
        retryable: false,
      },
    ])
  })
})

test('a refused optional field is left out for that model, and others still get it', async () => {
  const { outcomes, bodies } = await ask(
    ({ rawBody, body }) =>
      body.model === 'old' && rawBody.includes('"parallel_tool_calls"')
        ? refuse('unsupported parameter: parallel_tool_calls', 422)
        : { text: 'hi' },
    ['old', 'old', 'new'],
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['answered', 'answered', 'answered'])
  expect(bodies.map((body) => [body.model, 'parallel_tool_calls' in body])).toEqual([
    ['old', true],
    ['old', false],
    ['old', false],
    ['new', true],
  ])
})

test('a server that refuses field after field, and then everything, is not asked for ever', async () => {
  const { outcomes, bodies } = await ask(
    () =>
      refuse(
        `no stream_options, parallel_tool_calls, tool_choice, reasoning_content; ${'tool_call_id not found'}`,
      ),
    ['m'],
  )
  expect(outcomes).toMatchObject([{ status: 'failed', retryable: false }])
  expect(bodies).toHaveLength(6)
})
