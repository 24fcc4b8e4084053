import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createManualTimers } from '../testing/manual-timers.ts'
import { testConnection } from './list-models.ts'
import { startScriptedServer } from './scripted-server.ts'

const never = new AbortController().signal
const apiKey = 'sk-test-0123456789abcdef'

async function withServer<T>(
  listener: RequestListener,
  run: (baseUrl: string, host: string) => Promise<T>,
): Promise<T> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    return await run(`http://${host}/v1`, host)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const reply =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers).end(body)
  }

test('lists what the server lists', async () => {
  const server = await startScriptedServer({ respond: () => ({ text: '' }), models: ['b', 'a', 'b'] })
  for (const baseUrl of [server.baseUrl, `${server.baseUrl}/`]) {
    expect(await testConnection({ baseUrl, apiKey }, never)).toEqual({
      status: 'ok',
      models: ['b', 'a'],
      latencyMs: expect.any(Number),
    })
  }
  await server.close()
})

test('sends the key, and none when there is none', async () => {
  const seen: unknown[] = []
  await withServer(
    (request, response) => {
      seen.push(request.headers.authorization, request.url)
      response.end('{"data":[]}')
    },
    async (baseUrl) => {
      await testConnection({ baseUrl: `${baseUrl}?version=2`, apiKey }, never)
      await testConnection({ baseUrl, apiKey: ' ' }, never)
    },
  )
  expect(seen).toEqual([`Bearer ${apiKey}`, '/v1/models?version=2', undefined, '/v1/models'])
})

test.each<[string, RequestListener, object]>([
  ['models by name', reply(200, '{"models":[{"name":"llama"}]}'), { status: 'ok', models: ['llama'] }],
  ['a bare list', reply(200, '["x",{"id":"y"},7]'), { status: 'ok', models: ['x', 'y'] }],
  [
    '401',
    reply(401, '{"error":{"message":"bad key sk-test-0123456789abcdef"}}'),
    {
      httpStatus: 401,
      message: expect.stringMatching(/refused the API key \(HTTP 401\).* It said: bad key \[key\]$/),
    },
  ],
  ['404', reply(404, ''), { httpStatus: 404, message: expect.stringMatching(/ends in \/v1\.$/) }],
  [
    '500',
    reply(500, '<html><title>Oops</title></html>'),
    { httpStatus: 500, message: expect.stringContaining('a web page titled “Oops”') },
  ],
  ['429', reply(429, ''), { httpStatus: 429, message: expect.stringContaining('slow down') }],
  [
    'a web page',
    reply(200, '<!DOCTYPE html><title>Welcome</title>'),
    {
      httpStatus: 200,
      message: expect.stringContaining('a web page titled “Welcome” instead of its models'),
    },
  ],
  [
    'other JSON',
    reply(200, '{"ok":true}'),
    { httpStatus: 200, message: expect.stringContaining('something else: {"ok":true}') },
  ],
  [
    'a redirect',
    reply(302, '', { location: 'https://evil.example/v1/models' }),
    { httpStatus: 302, message: expect.stringContaining('not followed') },
  ],
  [
    'a cut connection',
    (_, response) => response.socket?.resetAndDestroy(),
    { httpStatus: null, message: expect.stringContaining('broke off') },
  ],
])('%s', async (_, listener, expected) => {
  await withServer(listener, async (baseUrl) => {
    expect(await testConnection({ baseUrl, apiKey }, never)).toMatchObject({ status: 'failed', ...expected })
  })
})

test('says that no key is set', async () => {
  await withServer(reply(401, ''), async (baseUrl, host) => {
    expect(await testConnection({ baseUrl, apiKey: '' }, never)).toMatchObject({
      message: `${host} asks for an API key (HTTP 401), and none is set.`,
    })
  })
})

test('says when nothing answers, and when the address is none', async () => {
  const closed = await withServer(reply(200, ''), async (baseUrl) => baseUrl)
  expect(await testConnection({ baseUrl: closed, apiKey }, never)).toMatchObject({
    message: expect.stringContaining('Nothing answers at 127.0.0.1'),
  })
  expect(await testConnection({ baseUrl: 'models', apiKey }, never)).toMatchObject({
    message: expect.stringContaining('no web address'),
  })
})

test('gives up after ten seconds, and at once when stopped', async () => {
  const asked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let count = 0
  await withServer(
    () => asked[count++]?.resolve(),
    async (baseUrl) => {
      const timers = createManualTimers()
      const late = testConnection({ baseUrl, apiKey }, never, { timers })
      await asked[0]?.promise
      timers.advance(10_000)
      expect(await late).toMatchObject({ message: expect.stringContaining('within ten seconds') })
      const abort = new AbortController()
      const stopped = testConnection({ baseUrl, apiKey }, abort.signal)
      await asked[1]?.promise
      abort.abort()
      expect(await stopped).toMatchObject({ message: 'The test was stopped.' })
    },
  )
})
