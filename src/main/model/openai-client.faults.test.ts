import { describe, expect, test } from 'vitest'
import { askScript } from '../testing/ask-model.ts'
import type { HttpAnswer } from './scripted-turn.ts'

const answer = (status: number, error?: unknown, headers?: Record<string, string>): HttpAnswer => ({
  status,
  ...(headers === undefined ? {} : { headers }),
  ...(error === undefined ? {} : { body: { error } }),
})
const NOW = Date.UTC(2026, 10, 21, 12, 0, 0)

describe('HTTP errors', () => {
  test.each<[HttpAnswer, string, boolean, number | null, RegExp]>([
    [
      answer(401, { code: 'invalid_api_key', message: 'No such key.' }),
      'authentication',
      false,
      null,
      /^127\.0\.0\.1:\d+ refused the API key \(HTTP 401\): No such key\. Check the key/,
    ],
    [
      answer(403, { message: 'No.' }),
      'authentication',
      false,
      null,
      /does not allow this key to use test-model/,
    ],
    [answer(403, { message: 'Your input was flagged' }), 'refused', false, null, /refused the content/],
    [answer(402, { message: 'insufficient credits' }), 'no_credit', false, null, /no credit left/],
    [
      answer(429, { code: 'insufficient_quota', message: 'You exceeded your current quota' }),
      'no_credit',
      false,
      null,
      /no credit left/,
    ],
    [
      answer(429, {
        message: 'You exceeded your current quota. Please retry in 34s.',
        status: 'RESOURCE_EXHAUSTED',
      }),
      'rate_limited',
      true,
      null,
      /slow down/,
    ],
    [
      answer(404, { code: 'model_not_found' }),
      'unknown_model',
      false,
      null,
      /has no model test-model.*model_not_found/,
    ],
    [
      answer(400, { message: 'The model `x-1` does not exist', code: 'model_not_found' }),
      'unknown_model',
      false,
      null,
      /has no model test-model.*does not exist/,
    ],
    [answer(422, undefined), 'bad_request', false, null, /did not accept the request \(HTTP 422\)\.$/],
    [
      answer(400, { code: 'context_length_exceeded' }),
      'context_too_long',
      false,
      null,
      /too long for test-model/,
    ],
    [
      answer(413, { message: 'Request too large', code: 'rate_limit_exceeded' }),
      'rate_limited',
      true,
      null,
      /slow down/,
    ],
    [answer(408), 'server', true, null, /just now \(HTTP 408\)/],
    [answer(409), 'server', true, null, /just now/],
    [answer(425), 'server', true, null, /just now/],
    [
      answer(429, { message: 'Slow.' }, { 'retry-after': '7' }),
      'rate_limited',
      true,
      7_000,
      /slow down \(HTTP 429\): Slow\.$/,
    ],
    [
      answer(429, undefined, { 'retry-after-ms': '250', 'retry-after': '7' }),
      'rate_limited',
      true,
      250,
      /slow down/,
    ],
    [
      answer(429, undefined, { 'retry-after': 'Sat, 21 Nov 2026 12:01:30 GMT' }),
      'rate_limited',
      true,
      90_000,
      /slow down/,
    ],
    [answer(429, undefined, { 'retry-after': 'soon' }), 'rate_limited', true, null, /slow down/],
    [answer(503, undefined, { 'retry-after': '2' }), 'server', true, 2_000, /fault of its own/],
    [answer(500), 'server', true, null, /fault of its own \(HTTP 500\)\.$/],
    [answer(529, { type: 'overloaded_error' }), 'server', true, null, /overloaded/],
    [
      { status: 502, body: '<html><head><title>502 Bad Gateway</title></head></html>' },
      'server',
      true,
      null,
      /: a web page titled “502 Bad Gateway”\.$/,
    ],
    [
      { status: 400, body: { detail: [{ loc: ['body', 'model'], msg: 'field required' }] } },
      'bad_request',
      false,
      null,
      /: body\.model: field required\.$/,
    ],
    [{ status: 400, body: { error: 'just words' } }, 'bad_request', false, null, /: just words\.$/],
    [
      { status: 400, body: [{ error: { message: 'in a list' } }] },
      'bad_request',
      false,
      null,
      /: in a list\.$/,
    ],
    [
      {
        status: 400,
        body: {
          error: {
            message: 'Provider returned error',
            metadata: { raw: '{"error":{"message":"prompt is too long: 9 tokens"}}' },
          },
        },
      },
      'context_too_long',
      false,
      null,
      /Provider returned error: prompt is too long/,
    ],
  ])('%j → %s', async (turn, kind, retryable, retryAfterMs, message) => {
    const { outcome, requests } = await askScript([turn], { client: { now: () => NOW } })
    expect(outcome).toEqual({
      status: 'failed',
      failure: { kind, message: expect.stringMatching(message), httpStatus: turn.status },
      retryable,
      retryAfterMs,
    })
    expect(requests.length).toBe(1)
  })

  test.each([
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
    'prompt is too long: 210000 tokens > 200000 maximum',
    'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
    'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).',
    'the request exceeds the available context size. try increasing the context size or enable context shift',
    'Requested tokens (5000) exceed context window of 4096',
    'Input is too long for requested model.',
    "This model's maximum prompt length is 131072 but the request contains 150000 tokens.",
    'Please reduce the length of the messages or completion.',
    'Your request exceeded model token limit: 262144 (requested: 300000)',
    'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000',
    'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
    'Request body too large for gpt-4o model. Max size: 8000 tokens.',
  ])('too long: %s', async (message) => {
    const { outcome } = await askScript([answer(400, { message })])
    expect(outcome).toMatchObject({ failure: { kind: 'context_too_long' }, retryable: false })
  })

  test('that only speak of tokens are not taken for too long', async () => {
    const { outcome } = await askScript([
      answer(400, { message: 'max_tokens must be at least 1; use max_completion_tokens' }),
    ])
    expect(outcome).toMatchObject({ failure: { kind: 'bad_request' } })
  })

  test('keep their words short, on one line, and without the key', async () => {
    const apiKey = 'a very secret key'.replaceAll(' ', '/')
    const message = `Incorrect key ${apiKey} (sk-proj-abcdef123456),\n\u001b[31mred\u0000${'x'.repeat(600)}`
    const { outcome } = await askScript([answer(401, { message })], { endpoint: { apiKey } })
    const words = outcome.status === 'failed' ? outcome.failure.message : ''
    expect(words).toContain('Incorrect key [key] ([key]), red xxx')
    expect(words).not.toContain(apiKey)
    expect(words).toHaveLength(
      words.indexOf('Incorrect') + 500 + ' Check the key in the settings of the provider.'.length,
    )
  })

  test('with endless bodies are cut', async () => {
    const { outcome } = await askScript([
      {
        raw(response) {
          response.writeHead(500)
          const more = () => {
            while (!response.destroyed && response.write('x'.repeat(10_000)));
          }
          response.on('drain', more)
          more()
        },
      },
    ])
    expect(outcome).toMatchObject({ failure: { kind: 'server', httpStatus: 500 }, retryable: true })
  })
})
