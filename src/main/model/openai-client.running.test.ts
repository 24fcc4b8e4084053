import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { testRequest } from '../testing/ask-model.ts'
import { createManualTimers } from '../testing/manual-timers.ts'
import type { TurnDelta } from './model-client.ts'
import { createModelClient } from './openai-client.ts'
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts'
import type { ScriptedTurn } from './scripted-turn.ts'

const never = new AbortController().signal
const say = (content: string) => ({ choices: [{ index: 0, delta: { content } }] })

describe('a running request', () => {
  let server: ScriptedServer | undefined
  afterEach(() => server?.close())

  /** Asks a server that says one thing and then nothing; resolves when that one thing has come. */
  async function hang(turn: ScriptedTurn, timers = createManualTimers()) {
    const abort = new AbortController()
    const deltas: TurnDelta[] = []
    const asked = Promise.withResolvers<void>()
    const heard = Promise.withResolvers<void>()
    server = await startScriptedServer({
      respond() {
        asked.resolve()
        return turn
      },
    })
    const outcome = createModelClient({ timers }).streamTurn(
      testRequest(server.baseUrl),
      (delta) => {
        deltas.push(delta)
        heard.resolve()
      },
      abort.signal,
    )
    await asked.promise
    return { outcome, deltas, heard: heard.promise, abort, timers }
  }

  const hold: ScriptedTurn = {
    raw(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`data: ${JSON.stringify(say('hi'))}\n\n`)
    },
  }

  test('is aborted at once, and nothing comes after', async () => {
    const { outcome, deltas, heard, abort, timers } = await hang(hold)
    await heard
    abort.abort()
    expect(await outcome).toEqual({ status: 'aborted' })
    expect(deltas).toEqual([{ channel: 'text', text: 'hi' }])
    expect(timers.pending).toBe(0)
  })

  test('is aborted before the server has answered', async () => {
    const { outcome, abort } = await hang({ raw: () => {} })
    abort.abort()
    expect(await outcome).toEqual({ status: 'aborted' })
  })

  test('is not begun when the signal has aborted already', async () => {
    const { outcome, abort } = await hang(hold)
    abort.abort()
    await outcome
    const again = createModelClient().streamTurn(testRequest(server?.baseUrl ?? ''), () => {}, abort.signal)
    expect(await again).toEqual({ status: 'aborted' })
    expect(server?.requests.length).toBe(1)
  })

  test('stalls when no byte comes for five minutes', async () => {
    const { outcome, heard, timers } = await hang(hold)
    await heard
    timers.advance(299_999)
    timers.advance(1)
    expect(await outcome).toMatchObject({
      status: 'failed',
      failure: {
        kind: 'stalled',
        message: expect.stringMatching(/^127\.0\.0\.1:\d+ sent nothing for 300 seconds\.$/),
      },
      retryable: true,
    })
    expect(timers.pending).toBe(0)
  })

  test('stalls when the server takes the connection and says nothing', async () => {
    const { outcome, timers } = await hang({ raw: () => {} })
    timers.advance(300_000)
    expect(await outcome).toMatchObject({ failure: { kind: 'stalled' }, retryable: true })
  })

  test.each([
    ['comments', ': ping\n\n'],
    ['events without a piece of the answer', 'data: {"choices":[{"index":0,"delta":{}}]}\n\n'],
  ])('stalls when nothing but %s comes for so long as the request says', async (_name, ping) => {
    const timers = createManualTimers()
    const sent = Promise.withResolvers<ServerResponse>()
    let arrived = Promise.withResolvers<void>()
    server = await startScriptedServer({
      respond: () => ({
        raw(response) {
          response.writeHead(200, { 'content-type': 'text/event-stream' })
          response.write(`data: ${JSON.stringify(say('hi'))}\n\n`)
          sent.resolve(response)
        },
      }),
    })
    const heard = Promise.withResolvers<void>()
    const outcome = createModelClient({
      timers,
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        const body = response.body?.pipeThrough(
          new TransformStream({
            transform(chunk, controller) {
              controller.enqueue(chunk)
              arrived.resolve()
            },
          }),
        )
        return new Response(body, response)
      },
    }).streamTurn({ ...testRequest(server.baseUrl), stallMs: 90_000 }, () => heard.resolve(), never)
    const response = await sent.promise
    await heard.promise
    for (let time = 0; time < 3; time++) {
      arrived = Promise.withResolvers<void>()
      response.write(ping)
      await arrived.promise
      // The reader behind it takes it up in a later step.
      for (let step = 0; step < 3; step++) await new Promise(setImmediate)
      timers.advance(30_000)
    }
    expect(await outcome).toMatchObject({
      failure: {
        kind: 'stalled',
        message: expect.stringContaining('nothing but keep-alives for 90 seconds'),
      },
      retryable: true,
    })
  })
})
