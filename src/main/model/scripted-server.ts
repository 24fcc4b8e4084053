import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import {
  type ModelTurn,
  type ScriptedTurn,
  turnDeltas,
  turnFinish,
  turnMessage,
  turnUsage,
} from './scripted-turn.ts'

/** A message with images: its words. */
const contentParts = z
  .array(z.looseObject({ text: z.string().default('') }))
  .transform((parts) => parts.map(({ text }) => text).join(''))

const chatRequestSchema = z.looseObject({
  model: z.string().default(''),
  stream: z.boolean().default(false),
  stream_options: z.looseObject({ include_usage: z.boolean().default(false) }).optional(),
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: z.union([z.string(), contentParts]).nullable().catch(null),
      tool_call_id: z.string().optional(),
      tool_calls: z
        .array(
          z.looseObject({
            id: z.string(),
            function: z.looseObject({ name: z.string(), arguments: z.string() }),
          }),
        )
        .optional(),
    }),
  ),
  tools: z
    .array(
      z.looseObject({
        function: z.looseObject({
          name: z.string(),
          parameters: z.record(z.string(), z.unknown()).optional(),
        }),
      }),
    )
    .default([]),
})
/** A chat completion's request, as far as scripts look at it. */
export type ChatRequest = z.infer<typeof chatRequestSchema>

/** What a script is asked. `index` counts the chat requests of this server from 0. */
export type ScriptedRequest = {
  body: ChatRequest
  index: number
  /** The request's body, byte for byte. */
  rawBody: string
  headers: IncomingHttpHeaders
}

/** A running scripted server. */
export type ScriptedServer = {
  /** Ends in `/v1`. */
  baseUrl: string
  /** Every chat request so far. `at` is epoch milliseconds. */
  requests: { rawBody: string; body: ChatRequest; at: number }[]
  /** Ends all connections and stops listening. */
  close(): Promise<void>
}

/**
 * Starts a real HTTP server on 127.0.0.1 that speaks chat completions, streamed or not, and lists its
 * models at `GET /v1/models`. What it answers, `respond` decides; when that throws, the server answers
 * 500 with the message. `delayMs` is the pause between two chunks.
 */
export async function startScriptedServer(order: {
  respond(request: ScriptedRequest): ScriptedTurn | Promise<ScriptedTurn>
  delayMs?: number
  models?: string[]
}): Promise<ScriptedServer> {
  const { respond, delayMs = 0, models = ['scripted'] } = order
  const requests: ScriptedServer['requests'] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
    if (request.method === 'GET' && path === '/v1/models') {
      const data = models.map((id) => ({ id, object: 'model', owned_by: 'treeline' }))
      return sendJson(response, 200, { object: 'list', data })
    }
    if (request.method !== 'POST' || path !== '/v1/chat/completions') {
      return sendJson(response, 404, { error: { message: `There is nothing at ${request.method} ${path}.` } })
    }
    const rawBody = await readBody(request)
    const body = parseRequest(rawBody)
    if (typeof body === 'string') return sendJson(response, 400, { error: { message: body } })
    const index = requests.push({ rawBody, body, at: Date.now() }) - 1
    const turn = await respond({ body, index, rawBody, headers: request.headers })
    if ('raw' in turn) return turn.raw(response)
    if ('status' in turn) return sendHttp(response, turn.status, turn.headers ?? {}, turn.body)
    if (body.stream) return streamTurn(response, turn, { body, rawBody, delayMs })
    sendJson(response, 200, {
      ...frame(body),
      object: 'chat.completion',
      choices: [{ index: 0, message: turnMessage(turn), finish_reason: turnFinish(turn) }],
      usage: turnUsage(turn, rawBody),
    })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else
        sendJson(response, 500, {
          error: { message: error instanceof Error ? error.message : String(error) },
        })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function streamTurn(
  response: ServerResponse,
  turn: ModelTurn,
  order: { body: ChatRequest; rawBody: string; delayMs: number },
): Promise<void> {
  const { body, rawBody } = order
  const pause = turn.chunkDelayMs ?? order.delayMs
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  const send = (data: object) => response.write(`data: ${JSON.stringify(data)}\n\n`)
  const chunk = { ...frame(body), object: 'chat.completion.chunk' }
  for (const delta of turnDeltas(turn)) {
    if (response.destroyed) return
    send({ ...chunk, choices: [{ index: 0, delta, finish_reason: null }] })
    if (pause > 0) await sleep(pause)
  }
  send({ ...chunk, choices: [{ index: 0, delta: {}, finish_reason: turnFinish(turn) }] })
  const usage = turnUsage(turn, rawBody)
  if (usage !== null && body.stream_options?.include_usage) send({ ...chunk, choices: [], usage })
  response.end('data: [DONE]\n\n')
}

function frame(body: ChatRequest) {
  return { id: 'chatcmpl-scripted', created: Math.floor(Date.now() / 1_000), model: body.model }
}

function parseRequest(rawBody: string): ChatRequest | string {
  try {
    const parsed = chatRequestSchema.safeParse(JSON.parse(rawBody))
    return parsed.success ? parsed.data : z.prettifyError(parsed.error)
  } catch {
    return 'The body is no JSON.'
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendHttp(response, status, {}, body)
}

function sendHttp(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: unknown,
): void {
  const isText = typeof body === 'string'
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers })
  response.end(body === undefined ? '' : isText ? body : JSON.stringify(body))
}
