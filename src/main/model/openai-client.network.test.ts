import { createServer } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { askScript, sendEvents, testRequest } from '../testing/ask-model.ts'
import { createModelClient } from './openai-client.ts'
import { startScriptedServer } from './scripted-server.ts'

const never = new AbortController().signal

describe('redirects', () => {
  test.each([301, 302, 307, 308])('%i is not followed', async (status) => {
    const elsewhere = await startScriptedServer({ respond: () => ({ text: 'stolen' }) })
    const { outcome } = await askScript([
      { status, headers: { location: `${elsewhere.baseUrl}/chat/completions` }, body: '' },
    ])
    expect(outcome).toMatchObject({ failure: { kind: 'bad_request', httpStatus: status }, retryable: false })
    expect(elsewhere.requests).toEqual([])
    await elsewhere.close()
  })
})

describe('the network', () => {
  test('refused', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
    })
    await new Promise((resolve) => server.close(resolve))
    const outcome = await createModelClient().streamTurn(
      testRequest(`http://127.0.0.1:${port}/v1`),
      () => {},
      never,
    )
    expect(outcome).toEqual({
      status: 'failed',
      failure: {
        kind: 'network',
        message: `Nothing answers at 127.0.0.1:${port}: the server on this machine is not running. Start it again, or check the port in the base URL.`,
        httpStatus: null,
      },
      retryable: true,
      retryAfterMs: null,
    })
  })

  test('reset before the answer', async () => {
    const { outcome } = await askScript([{ raw: (response) => response.socket?.resetAndDestroy() }])
    expect(outcome).toMatchObject({
      failure: { kind: 'network', message: expect.stringContaining('broke off') },
      retryable: true,
    })
  })

  test.each([
    ['ECONNREFUSED', true, /Nothing answers at models\.example\. Is the server running/],
    ['UND_ERR_CONNECT_TIMEOUT', true, /cannot be reached/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', false, /certificate of models\.example does not hold/],
    ['CERT_HAS_EXPIRED', false, /certificate/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', false, /does not speak HTTPS/],
    ['ESTRANGE', true, /failed: odd\.$/],
  ])('%s', async (code, retryable, message) => {
    const broken = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('odd'), { code }) }))
    const outcome = await createModelClient({ fetch: broken }).streamTurn(
      testRequest('https://models.example/v1'),
      () => {},
      never,
    )
    expect(outcome).toMatchObject({
      failure: { kind: 'network', message: expect.stringMatching(message), httpStatus: null },
      retryable,
    })
  })
})

/** What comes of a connection that fails with this code before anything was sent. */
async function failWith(code: string, baseUrl = 'https://models.example/v1') {
  const broken = () =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('odd'), { code }) }))
  return createModelClient({ fetch: broken }).streamTurn(testRequest(baseUrl), () => {}, never)
}

describe('no way to the server', () => {
  test.each(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN'])(
    '%s is being offline',
    async (code) => {
      expect(await failWith(code)).toMatchObject({
        failure: { kind: 'offline', message: expect.stringContaining(`(${code})`), httpStatus: null },
        retryable: true,
      })
    },
  )

  test.each([
    ['http://127.0.0.1:11434/v1', /ollama serve/],
    ['http://localhost:1234/v1', /LM Studio/],
    ['http://[::1]:8080/v1', /llama-server/],
    ['http://127.0.0.1:8000/v1', /vllm serve/],
  ])('%s is a local server, with what starts it', async (baseUrl, words) => {
    expect(await failWith('ECONNREFUSED', baseUrl)).toMatchObject({
      failure: { kind: 'network', message: expect.stringMatching(words) },
      retryable: true,
    })
  })
})

test('messages name the provider, and where its key is to be mended', async () => {
  const refuse = { status: 401, body: { error: { message: 'No.' } } }
  const words = async (endpoint: object) => {
    const { outcome } = await askScript([refuse], { endpoint })
    return outcome.status === 'failed' ? outcome.failure.message : ''
  }
  expect(await words({ name: 'My gateway' })).toMatch(
    /^My gateway \(127\.0\.0\.1:\d+\) refused the API key \(HTTP 401\): No\. Check the key in the settings/,
  )
  expect(await words({ keyFromEnvironment: true })).toContain('mend TREELINE_API_KEY')
})

test('a fault of our own is no fault of the network', async () => {
  const server = await startScriptedServer({ respond: () => ({ text: 'hi' }) })
  const outcome = await createModelClient().streamTurn(
    testRequest(server.baseUrl),
    () => {
      throw new Error('A listener broke.')
    },
    never,
  )
  expect(outcome).toMatchObject({
    failure: {
      kind: 'malformed',
      message: expect.stringMatching(/fault of Treeline itself.*A listener broke/),
    },
    retryable: false,
  })
  await server.close()
})

describe('endpoints', () => {
  test.each([
    [{ baseUrl: 'not a url' }, /no web address/],
    [{ baseUrl: 'file:///etc/passwd' }, /no web address/],
    [{ baseUrl: 'https://user:secret@models.example/v1' }, /user name or password/],
    [{ apiKey: 'two words' }, /Paste it again/],
    [{ apiKey: 'line\nbreak' }, /Paste it again/],
  ])('%j is refused before anything is sent', async (change, message) => {
    const fetched = vi.fn<typeof fetch>()
    const outcome = await createModelClient({ fetch: fetched }).streamTurn(
      testRequest('https://models.example/v1', change),
      () => {},
      never,
    )
    expect(outcome).toMatchObject({
      failure: { kind: 'bad_request', message: expect.stringMatching(message) },
    })
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(fetched).not.toHaveBeenCalled()
  })
})

describe('what is sent', () => {
  afterEach(() => vi.unstubAllEnvs())

  test('is the key and nothing of the environment', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-from-the-environment')
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-environment')
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-secret: of the environment')
    let headers = {}
    const server = await startScriptedServer({
      respond(request) {
        headers = request.headers
        return { text: 'hi' }
      },
    })
    await createModelClient().streamTurn(testRequest(server.baseUrl), () => {}, never)
    expect(JSON.stringify(headers)).not.toMatch(/environment|stainless/)
    expect(headers).toMatchObject({
      authorization: 'Bearer sk-test-0123456789abcdef',
      'content-type': 'application/json',
      'user-agent': 'treeline',
    })
    await createModelClient().streamTurn(testRequest(server.baseUrl, { apiKey: '' }), () => {}, never)
    expect(headers).not.toHaveProperty('authorization')
    await server.close()
  })

  test('goes behind a base URL with or without a slash at its end', async () => {
    const server = await startScriptedServer({ respond: () => ({ text: 'hi' }) })
    const outcome = await createModelClient().streamTurn(testRequest(`${server.baseUrl}/`), () => {}, never)
    expect(outcome).toMatchObject({ status: 'answered' })
    await server.close()
  })
})

test('a key is shown in no message, whatever the server does', async () => {
  const key = 'sk-test-0123456789abcdef'
  const echoes = [
    { status: 400, body: { error: { message: `bad ${key}` } } },
    { status: 404, body: `no ${key}` },
    { status: 200, body: `hello ${key}` },
    { status: 200, body: { echo: key } },
    { status: 200, body: `<html><title>${key}</title></html>` },
    sendEvents({ error: { message: key } }),
  ]
  for (const turn of echoes) {
    const { outcome } = await askScript([turn])
    expect(outcome.status).toBe('failed')
    expect(JSON.stringify(outcome)).not.toContain('0123456789abcdef')
  }
})
