import { describe, expect, test } from 'vitest'
import { askScript, sendBytes, sendEvents } from '../testing/ask-model.ts'
import type { ScriptedTurn } from './scripted-turn.ts'

const say = (content: string) => ({ choices: [{ index: 0, delta: { content } }] })
const finish = (finish_reason: string) => ({ choices: [{ index: 0, delta: {}, finish_reason }] })

describe('no answer', () => {
  test.each<[string, ScriptedTurn, string, boolean, RegExp]>([
    ['a stream that just ends', sendEvents(say('hi')), 'interrupted', true, /broke off/],
    [
      'a stream that ends in a call',
      sendEvents({
        choices: [
          { delta: { tool_calls: [{ index: 0, id: 'c', function: { name: 'a', arguments: '{"x":1}' } }] } },
        ],
      }),
      'interrupted',
      true,
      /broke off/,
    ],
    ['nothing at all', sendBytes(), 'interrupted', true, /broke off/],
    ['nothing said', { text: '' }, 'empty', true, /answered with nothing/],
    ['only thought', { reasoning: 'hm' }, 'empty', true, /only thought/],
    [
      'half a call at the length limit',
      { calls: [{ name: 'write_to_file', arguments: '{"x' }], finish: 'length' },
      'malformed',
      true,
      /call of write_to_file/,
    ],
    ['a call without a name', { calls: [{ name: '', arguments: {} }] }, 'malformed', true, /names no tool/],
    [
      'a refusal',
      sendEvents({ choices: [{ delta: { refusal: 'I cannot help' } }] }, finish('stop')),
      'refused',
      false,
      /I cannot help/,
    ],
    ['a content filter', { text: 'part', finish: 'content_filter' }, 'refused', false, /filter .* “part”/],
    ['an event that is no JSON', sendBytes('data: {"choices":[\n\n'), 'malformed', true, /no JSON/],
    [
      'an error in the stream',
      sendEvents(say('hi'), { error: { message: 'server had an error', code: 500 } }),
      'server',
      true,
      /server had an error/,
    ],
    [
      'a named error event',
      sendBytes('event: error\ndata: {"type":"overloaded_error"}\n\n'),
      'server',
      true,
      /overloaded/,
    ],
    [
      'a rate limit in the stream',
      sendEvents({ error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } }),
      'rate_limited',
      true,
      /slow down/,
    ],
    ['a finish of "error"', { text: 'hi', finish: 'error' }, 'server', true, /failed in the middle/],
    [
      'a web page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Log in</title>' },
      'malformed',
      false,
      /a web page titled “Log in”/,
    ],
    ['other JSON', { status: 200, body: { hello: 'world' } }, 'malformed', false, /something else/],
    ['plain words', { status: 200, body: 'It works!' }, 'malformed', false, /It works!/],
    [
      'an event without end',
      sendBytes('data: ', ...Array.from({ length: 9 }, () => 'x'.repeat(1024 * 1024))),
      'malformed',
      false,
      /without end/,
    ],
  ])('%s', async (_, turn, kind, retryable, message) => {
    const { outcome } = await askScript([turn])
    expect(outcome).toEqual({
      status: 'failed',
      failure: { kind, message: expect.stringMatching(message), httpStatus: null },
      retryable,
      retryAfterMs: null,
    })
  })

  test('an answer of many events without end is cut off', async () => {
    const event = `data: ${JSON.stringify(say('x'.repeat(100_000)))}\n\n`
    const { outcome } = await askScript([sendBytes(...Array.from({ length: 90 }, () => event))])
    expect(outcome).toMatchObject({ failure: { kind: 'malformed' }, retryable: false })
  })

  test('a connection cut in the middle of a call', async () => {
    const { outcome, deltas } = await askScript([
      {
        raw(response) {
          response.writeHead(200, { 'content-type': 'text/event-stream' })
          const call = { index: 0, id: 'c', function: { name: 'a', arguments: '{"x"' } }
          response.write(
            `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [call] } }] })}\n\n`,
            () => response.socket?.resetAndDestroy(),
          )
        },
      },
    ])
    expect(outcome).toMatchObject({ status: 'failed', failure: { kind: 'network' }, retryable: true })
    expect(deltas.length).toBeLessThanOrEqual(1)
  })
})
