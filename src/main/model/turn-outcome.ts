import type { TurnFailure } from '../../contract/turn-failure.ts'
import type { Usage } from '../../contract/usage.ts'
import { isJsonObject } from './chat-wire.ts'
import type { TurnOutcome } from './model-client.ts'
import type { AccumulatedTurn } from './turn-accumulator.ts'

type Finish = Extract<TurnOutcome, { status: 'answered' }>['finish']

/** What servers call the end of an answer. What is in no list is a `stop`. */
const CUT_BY_LENGTH = /^(length|max_tokens|max_output_tokens|model_length)$/i
const FILTERED = /^(content_filter|safety|recitation|sensitive|prohibited_content|blocklist|spii)$/i
const REFUSED = /^refusal$/i
const BROKE_OFF = /^(abort|aborted|cancelled|interrupted)$/i
const SERVER_FAULT = /^(error|network_error|insufficient_system_resource|other_error)$/i
const BAD_CALL = /malformed_function_call|malformed_tool_call|unexpected_tool_call/i

/** What people are told of the words that were lost, at most so many characters of them. */
const QUOTED = 300

/**
 * Judges a whole answer. `ended` tells whether the server said that it was done, by a finish reason or
 * by `[DONE]`; otherwise it is a failure and none of its calls counts. Calls keep their raw argument
 * text, with one exception: of an answer that hit its length limit only calls with whole arguments stay.
 */
export function judgeTurn(
  turn: AccumulatedTurn,
  order: { host: string; ended: boolean; usage: Usage },
): TurnOutcome {
  const { host, ended, usage } = order
  const { text, reasoning, refusal } = turn
  const reason = turn.finishReason ?? ''

  if (!ended || BROKE_OFF.test(reason)) {
    return failed('interrupted', `${host} broke off in the middle of its answer.`, true)
  }
  if (SERVER_FAULT.test(reason)) return failed('server', `${host} failed in the middle of its answer.`, true)
  if (BAD_CALL.test(reason)) {
    return failed('malformed', `${host} could not make sense of the tool call that its model made.`, true)
  }
  if (refusal.trim() !== '' || REFUSED.test(reason)) {
    const words = (refusal.trim() !== '' ? refusal : text).trim()
    return failed('refused', `The model refused${words === '' ? '.' : `: ${quote(words)}`}`, false)
  }
  if (FILTERED.test(reason)) {
    const words = text.trim() === '' ? '' : ` after ${quote(text.trim())}`
    return failed('refused', `The content filter of ${host} cut the answer off${words}.`, false)
  }

  const cut = CUT_BY_LENGTH.test(reason)
  const calls = cut ? turn.calls.filter((call) => isJsonObject(call.arguments)) : turn.calls
  if (calls.some((call) => call.name === '')) {
    return failed('malformed', `${host} sent a tool call that names no tool.`, true)
  }
  if (calls.length === 0 && text.trim() === '') return failWithNothing()
  const finish: Finish = cut ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop'
  return { status: 'answered', text, reasoning, calls, finish, usage }

  function failWithNothing(): TurnOutcome {
    if (turn.calls.length > 0) {
      return failed(
        'malformed',
        `The answer hit its length limit in the middle of a call of ${turn.calls[0]?.name || 'a tool'}.`,
        true,
      )
    }
    if (cut) return failed('empty', 'The answer hit its length limit before the model said anything.', true)
    const thought = reasoning.trim() === '' ? '' : ' It only thought.'
    return failed('empty', `The model answered with nothing: no text and no tool call.${thought}`, true)
  }
}

function quote(words: string): string {
  return words.length > QUOTED ? `“${words.slice(0, QUOTED).toWellFormed()}…”` : `“${words}”`
}

function failed(kind: TurnFailure['kind'], message: string, retryable: boolean): TurnOutcome {
  return {
    status: 'failed',
    failure: { kind, message, httpStatus: null },
    retryable,
    retryAfterMs: null,
  }
}
