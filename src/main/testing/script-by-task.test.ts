import { expect, test } from 'vitest'
import type { ChatMessage, TurnOutcome } from '../model/model-client.ts'
import { createModelClient } from '../model/openai-client.ts'
import { startScriptedServer } from '../model/scripted-server.ts'
import { testEndpoint } from './ask-model.ts'
import { scriptByTask } from './script-by-task.ts'

test('each conversation gets its own next turn, again and again', async () => {
  const server = await startScriptedServer({
    respond: scriptByTask({
      'mode:code': [{ text: 'code 0' }, { text: 'code 1' }],
      piece: [{ text: 'piece 0' }],
      'piece A': [({ body }) => ({ text: `A with ${body.messages.length} messages` })],
    }),
  })
  const client = createModelClient()
  const ask = async (system: string, user: string, answers: string[] = []): Promise<TurnOutcome> => {
    const messages: ChatMessage[] = [
      { role: 'system', content: system },
      { role: 'user', content: user },
      ...answers.map((content): ChatMessage => ({ role: 'assistant', content, calls: [] })),
    ]
    const request = { endpoint: testEndpoint(server.baseUrl), messages, tools: [] }
    return client.streamTurn(request, () => {}, new AbortController().signal)
  }
  const code = 'You write code.\nMode: code\nMore.'
  expect(await ask(code, 'hello')).toMatchObject({ text: 'code 0' })
  expect(await ask(code, 'hello', ['x'])).toMatchObject({ text: 'code 1' })
  expect(await ask(code, 'hello')).toMatchObject({ text: 'code 0' })
  expect(await ask(code, 'do piece A now')).toMatchObject({ text: 'A with 2 messages' })
  expect(await ask(code, 'do piece B now')).toMatchObject({ text: 'piece 0' })
  expect(await ask(code, 'hello', ['x', 'y'])).toMatchObject({
    failure: {
      kind: 'bad_request',
      message: expect.stringContaining('no turn 2 of role "mode:code" for: hello'),
    },
    retryable: false,
  })
  expect(await ask('Mode: codex', 'hello')).toMatchObject({
    failure: { message: expect.stringContaining('no role for: hello') },
  })
  await server.close()
})
