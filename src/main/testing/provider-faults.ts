import type { Need, TurnFailure } from '../../contract/turn-failure.ts'
import type { RawAnswer, ScriptedTurn } from '../model/scripted-turn.ts'
import { sendBytes } from './ask-model.ts'

/** How a task whose first request meets a fault has to end up. */
export type ExpectedEnd =
  /** It waits and asks again, and then completes. `waits` is the least and the most it waits, in milliseconds. */
  | { end: 'retried'; kind: TurnFailure['kind']; waits?: [number, number]; partial?: string }
  /** It is paused with these words, after so many requests, and completes once the fault is gone and it is resumed. */
  | { end: 'paused'; needs: Need | null; words: RegExp; requests?: number }
  /** The answer is good. */
  | { end: 'answered'; text: string }

/** A fault of a provider as it can be put on the wire, and what must become of it. */
export type ProviderFault = { name: string; fault: ScriptedTurn; expected: ExpectedEnd }

const error = (status: number, body?: unknown, headers: Record<string, string> = {}): ScriptedTurn => ({
  status,
  headers,
  ...(body === undefined ? {} : { body: { error: body } }),
})
const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`
const say = (content: string) => event({ choices: [{ index: 0, delta: { content } }] })
const done = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
const backoff: [number, number] = [1_000, 60_000]

/** Begins an answer and then has the rest done by hand. */
function begun(go: (response: Parameters<RawAnswer['raw']>[0]) => void): RawAnswer {
  return {
    raw(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      go(response)
    },
  }
}

/** Says something, then half a call of a tool, and resets the connection. */
export const resetInCall = begun((response) => {
  response.write(say('Let me '))
  const call = {
    index: 0,
    id: 'c1',
    function: { name: 'execute_command', arguments: '{"command":"touch ran' },
  }
  response.write(say('look.') + event({ choices: [{ index: 0, delta: { tool_calls: [call] } }] }), () =>
    setImmediate(() => response.socket?.resetAndDestroy()),
  )
})

/** One event without end: 64 MiB, or as much of it as anybody takes. */
export const endlessEvent = begun((response) => {
  const piece = 'x'.repeat(1024 * 1024)
  let left = 64
  response.write('data: ')
  const more = () => {
    while (left-- > 0 && !response.destroyed) if (!response.write(piece)) return
    response.end()
  }
  response.on('drain', more)
  more()
})

/** Keeps the line warm and never says a thing. */
export const pingsOnly = begun((response) => {
  const timer = setInterval(() => response.write(': ping\n\n'), 100)
  response.on('close', () => clearInterval(timer))
})

/** Takes the request and never answers. */
export const blackHole: RawAnswer = { raw: () => {} }

/** Every kind of fault that needs nothing but a first answer of its own. */
export const providerFaults: ProviderFault[] = [
  {
    name: 'a wrong key',
    fault: error(401, { code: 'invalid_api_key' }),
    expected: { end: 'paused', needs: 'key', words: /refused the API key .*Then resume\.$/, requests: 1 },
  },
  {
    name: 'a key without the right',
    fault: error(403, { message: 'Not yours.' }),
    expected: { end: 'paused', needs: 'key', words: /does not allow this key/, requests: 1 },
  },
  {
    name: 'no credit',
    fault: error(402, { message: 'insufficient credits' }),
    expected: { end: 'paused', needs: 'credit', words: /no credit left .*Top it up/, requests: 1 },
  },
  {
    name: 'a used-up quota that looks like a rate limit',
    fault: error(429, { code: 'insufficient_quota' }),
    expected: { end: 'paused', needs: 'credit', words: /no credit left/, requests: 1 },
  },
  {
    name: 'an unknown model',
    fault: error(404, { code: 'model_not_found' }),
    expected: { end: 'paused', needs: 'model', words: /has no model scripted/, requests: 1 },
  },
  {
    name: 'an unknown model, said with 400',
    fault: error(400, { message: 'The model `scripted` does not exist.' }),
    expected: { end: 'paused', needs: 'model', words: /has no model scripted/, requests: 1 },
  },
  {
    name: 'a history that the server cannot pair',
    fault: error(400, { message: 'tool_call_ids did not have response messages' }),
    expected: {
      end: 'paused',
      needs: null,
      words: /was checked and sent once more in its strictest form/,
      requests: 2,
    },
  },
  {
    name: 'a request that makes no sense to the server',
    fault: error(422, { message: 'What?' }),
    expected: {
      end: 'paused',
      needs: null,
      words: /did not accept the request .*What\? Resume to ask again\.$/,
      requests: 1,
    },
  },
  {
    name: 'too long, with nothing that could be condensed',
    fault: error(400, { code: 'context_length_exceeded' }),
    expected: { end: 'paused', needs: 'room', words: /too long .*nothing left to condense/, requests: 1 },
  },
  {
    name: 'a redirect to another address',
    fault: { status: 307, headers: { location: 'https://evil.example/v1' }, body: '' },
    expected: { end: 'paused', needs: null, words: /another address, which is not followed/, requests: 1 },
  },
  {
    name: 'a web page',
    fault: {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html><title>Log in</title></html>',
    },
    expected: { end: 'paused', needs: null, words: /a web page titled “Log in” instead/, requests: 1 },
  },
  { name: 'a conflict', fault: error(409), expected: { end: 'retried', kind: 'server', waits: backoff } },
  {
    name: 'a rate limit in seconds',
    fault: error(429, undefined, { 'retry-after': '7' }),
    expected: { end: 'retried', kind: 'rate_limited', waits: [7_000, 8_000] },
  },
  {
    name: 'a rate limit of milliseconds',
    fault: error(429, undefined, { 'retry-after-ms': '250' }),
    expected: { end: 'retried', kind: 'rate_limited', waits: [250, 1_250] },
  },
  {
    name: 'a rate limit until 2099',
    fault: error(429, undefined, { 'retry-after': 'Wed, 21 Oct 2099 07:28:00 GMT' }),
    expected: { end: 'retried', kind: 'rate_limited', waits: [600_000, 600_000] },
  },
  {
    name: 'a fault of the server',
    fault: error(500),
    expected: { end: 'retried', kind: 'server', waits: backoff },
  },
  {
    name: 'an overloaded server that says when',
    fault: error(503, undefined, { 'retry-after': '2' }),
    expected: { end: 'retried', kind: 'server', waits: [2_000, 3_000] },
  },
  {
    name: 'an overload in a code of its own',
    fault: error(529, { type: 'overloaded_error' }),
    expected: { end: 'retried', kind: 'server', waits: backoff },
  },
  {
    name: 'a reset before the answer',
    fault: { raw: (response) => response.socket?.resetAndDestroy() },
    expected: { end: 'retried', kind: 'network', waits: backoff },
  },
  {
    name: 'a reset in the middle of a call',
    fault: resetInCall,
    expected: { end: 'retried', kind: 'network', waits: backoff, partial: 'Let me look.' },
  },
  {
    name: 'a stream that just ends',
    fault: sendBytes(say('I was')),
    expected: { end: 'retried', kind: 'interrupted', waits: backoff, partial: 'I was' },
  },
  {
    name: 'an error in a stream of status 200',
    fault: sendBytes(event({ error: { message: 'server had an error', code: 500 } })),
    expected: { end: 'retried', kind: 'server', waits: backoff },
  },
  {
    name: 'an error as a named event',
    fault: sendBytes('event: error\ndata: {"type":"overloaded_error"}\n\n'),
    expected: { end: 'retried', kind: 'server', waits: backoff },
  },
  {
    name: 'an event over several lines, and no end',
    fault: sendBytes('data: {"choices":\ndata: [{"delta":{"content":"multi"}}]}\n\n'),
    expected: { end: 'retried', kind: 'interrupted', waits: backoff, partial: 'multi' },
  },
  {
    name: 'an event that is no JSON',
    fault: sendBytes('data: {"choices": oops\n\n'),
    expected: { end: 'retried', kind: 'malformed', waits: backoff },
  },
  {
    name: 'half a character at the end',
    fault: sendBytes(say('hi'), done, Uint8Array.of(0xe2, 0x82)),
    expected: { end: 'answered', text: 'hi' },
  },
  { name: 'no [DONE]', fault: sendBytes(say('hi'), done), expected: { end: 'answered', text: 'hi' } },
  {
    name: 'an answer that is no stream',
    fault: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }] },
    },
    expected: { end: 'answered', text: 'hi' },
  },
  {
    name: 'an event without end',
    fault: endlessEvent,
    expected: { end: 'paused', needs: null, words: /an answer without end; it was cut off/, requests: 1 },
  },
]
