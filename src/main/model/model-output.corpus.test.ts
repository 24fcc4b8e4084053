import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { askScript, sendEvents } from '../testing/ask-model.ts'
import { isJsonObject } from './chat-wire.ts'

type Case = { id: string; category: string; input: unknown[]; expect: string; why: string }

const corpus = process.env.TREELINE_CORPUS
if (!corpus) console.warn('The model-output corpus is skipped: TREELINE_CORPUS does not name its folder.')
const readCases = (): Case[] =>
  corpus === undefined
    ? []
    : JSON.parse(readFileSync(join(corpus, 'security', 'model-output.json'), 'utf8')).cases
/** Cases given as events; the others are built by hand in other tests. */
const cases = readCases().filter(({ input }) => input.every((event) => typeof event === 'object'))

/** What the client itself decides of a case: the rest is for whoever runs the calls. */
const decided: Record<string, object> = {
  'MODEL-017': {
    status: 'answered',
    calls: [{ arguments: '{"path":"a.ts"}' }, { arguments: '{"path":"b.ts"}' }],
  },
  'MODEL-018': { status: 'answered', calls: [{ id: 'c1', name: 'read_file' }] },
  'MODEL-020': {
    status: 'answered',
    calls: [{ arguments: '{"path":"a.ts"}' }, { arguments: '{"path":"b.ts"}' }],
  },
  'MODEL-021': { status: 'answered', calls: [{ id: 'c1' }] },
  'MODEL-022': { status: 'answered', calls: [{ id: 'c1' }], finish: 'tool_calls' },
  'MODEL-024': { status: 'failed', failure: { kind: 'interrupted' }, retryable: true },
  'MODEL-025': { status: 'answered', calls: [{ name: 'read_file', arguments: '{"path":"a.ts"}' }] },
  'MODEL-027': { status: 'answered', text: 'hi', usage: { inputTokens: 1, outputTokens: 1 } },
  'MODEL-028': { status: 'failed', failure: { kind: 'empty' }, retryable: true },
  'MODEL-030': { status: 'failed', failure: { kind: 'refused' }, retryable: false },
  'MODEL-031': { status: 'failed', failure: { kind: 'refused' }, retryable: false },
  'MODEL-032': { status: 'answered', text: 'part', finish: 'length' },
  'MODEL-034': { status: 'answered', text: 'a\u0000b' },
}

const named = cases.map((one) => [`${one.id} ${one.why}`, one] as const)

test.skipIf(corpus === undefined)('every case of the table is in the corpus', () => {
  expect(named.length).toBeGreaterThan(20)
  const ids = cases.map(({ id }) => id)
  expect(Object.keys(decided).filter((id) => !ids.includes(id))).toEqual([])
})

if (named.length > 0) {
  test.each(named)('%s', async (_, { id, input }) => {
    const { outcome } = await askScript([sendEvents(...input)])
    const calls = outcome.status === 'answered' ? outcome.calls : []
    expect(new Set(calls.map((call) => call.id)).size).toBe(calls.length)
    if (decided[id] !== undefined) return expect(outcome).toMatchObject(decided[id])
    // Every other case is about calls: they come through as the model made them, for the tools to judge.
    expect(calls.map((call) => call.arguments)).toEqual(argumentsIn(input))
    if (id === 'MODEL-001') expect(calls.some((call) => isJsonObject(call.arguments))).toBe(false)
  })
}

/** The argument texts of whole calls, in order. */
function argumentsIn(input: unknown[]): string[] {
  const events = input as {
    choices: { delta: { tool_calls?: { function: { arguments: string } }[] } }[]
  }[]
  return events.flatMap(({ choices }) =>
    choices.flatMap(({ delta }) => (delta.tool_calls ?? []).map((call) => call.function.arguments)),
  )
}
