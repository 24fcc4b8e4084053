import type { ChatMessage, Endpoint, TurnDelta, TurnOutcome, TurnRequest } from '../model/model-client.ts'
import { createModelClient, type ModelClientOptions } from '../model/openai-client.ts'
import { type ScriptedServer, startScriptedServer } from '../model/scripted-server.ts'
import type { RawAnswer, ScriptedTurn } from '../model/scripted-turn.ts'

/** An endpoint at a base URL, with a key that looks like a real one. */
export function testEndpoint(baseUrl: string, change: Partial<Endpoint> = {}): Endpoint {
  return { baseUrl, apiKey: 'sk-test-0123456789abcdef', model: 'test-model', price: null, ...change }
}

/** A request with one message and one tool. */
export function testRequest(baseUrl: string, change: Partial<Endpoint> = {}): TurnRequest {
  const messages: ChatMessage[] = [
    { role: 'system', content: 'You are a test.' },
    { role: 'user', content: 'Say hi.' },
  ]
  const tool = {
    name: 'read_file',
    description: 'Reads a file.',
    parameters: { type: 'object', properties: { path: { type: 'string' } } },
  }
  return { endpoint: testEndpoint(baseUrl, change), messages, tools: [tool] }
}

/** Asks a server that answers with these turns, in order, the last one again and again. */
export async function askScript(
  turns: ScriptedTurn[],
  order: { client?: ModelClientOptions; endpoint?: Partial<Endpoint>; times?: number } = {},
): Promise<{ outcome: TurnOutcome; deltas: TurnDelta[]; requests: ScriptedServer['requests'] }> {
  const server = await startScriptedServer({
    respond: ({ index }) => turns[Math.min(index, turns.length - 1)] ?? { text: '' },
  })
  try {
    const client = createModelClient(order.client)
    const deltas: TurnDelta[] = []
    let outcome: TurnOutcome = { status: 'aborted' }
    for (let time = 0; time < (order.times ?? 1); time++) {
      const request = testRequest(server.baseUrl, order.endpoint)
      outcome = await client.streamTurn(request, (delta) => deltas.push(delta), new AbortController().signal)
    }
    return { outcome, deltas, requests: server.requests }
  } finally {
    await server.close()
  }
}

/** Sends these bytes as an event stream of status 200, each in a write of its own, and ends. */
export function sendBytes(...pieces: (string | Uint8Array)[]): RawAnswer {
  return {
    raw(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of pieces) response.write(piece)
      response.end()
    },
  }
}

/** Sends these objects as events and ends, without `[DONE]`. */
export function sendEvents(...events: unknown[]): RawAnswer {
  return sendBytes(...events.map((event) => `data: ${JSON.stringify(event)}\n\n`))
}
