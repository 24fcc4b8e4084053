import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { askScript, sendBytes } from '../testing/ask-model.ts'
import { retryDelay } from './retry.ts'
import type { ScriptedTurn } from './scripted-turn.ts'

type Case = {
  id: string
  input: { status?: number; headers?: Record<string, string>; body?: unknown; sse?: string }
  why: string
}

const corpus = process.env.TREELINE_CORPUS
if (!corpus) console.warn('The provider-fault corpus is skipped: TREELINE_CORPUS does not name its folder.')
const cases: Case[] = corpus
  ? JSON.parse(readFileSync(join(corpus, 'security', 'provider-fault.json'), 'utf8')).cases
  : []

/** What becomes of each case that can be put on the wire as it stands. */
const expected: Record<string, object> = {
  'PROV-001': { failure: { kind: 'authentication', httpStatus: 401 }, retryable: false },
  'PROV-002': { failure: { kind: 'no_credit', httpStatus: 402 }, retryable: false },
  'PROV-004': { failure: { kind: 'unknown_model', httpStatus: 404 }, retryable: false },
  // Asked once more with the pairing made strict, which the next answer takes.
  'PROV-005': { status: 'answered', text: 'hi' },
  'PROV-007': { failure: { kind: 'context_too_long', httpStatus: 400 }, retryable: false },
  'PROV-008': { status: 'answered', text: 'hi' },
  'PROV-010': { failure: { kind: 'server' }, retryable: true },
  'PROV-011': { failure: { kind: 'rate_limited' }, retryable: true, retryAfterMs: 7_000 },
  'PROV-012': { failure: { kind: 'rate_limited' }, retryable: true },
  'PROV-014': { failure: { kind: 'no_credit' }, retryable: false },
  'PROV-015': { failure: { kind: 'server' }, retryable: true },
  'PROV-017': { failure: { kind: 'server' }, retryable: true, retryAfterMs: 2_000 },
  'PROV-018': {
    failure: { kind: 'server', message: expect.stringContaining('overloaded') },
    retryable: true,
  },
  'PROV-027': { failure: { kind: 'server' }, retryable: true },
  'PROV-028': {
    failure: { kind: 'server', message: expect.stringContaining('overloaded') },
    retryable: true,
  },
  'PROV-030': { failure: { kind: 'interrupted' }, retryable: true },
  'PROV-034': { status: 'answered', text: 'hi' },
  'PROV-037': { failure: { kind: 'bad_request', httpStatus: 307 }, retryable: false },
}

const onTheWire = cases.filter(({ id }) => expected[id] !== undefined)

describe.skipIf(corpus === undefined)('provider faults', () => {
  test('every case of the table is in the corpus', () => {
    expect(onTheWire.map(({ id }) => id)).toEqual(Object.keys(expected))
  })

  test.each(onTheWire.map((one) => [`${one.id} ${one.why}`, one] as const))(
    '%s',
    async (_, { id, input }) => {
      const fault: ScriptedTurn =
        input.sse === undefined
          ? { status: input.status ?? 200, headers: input.headers ?? {}, body: input.body }
          : sendBytes(input.sse)
      const { outcome } = await askScript([fault, { text: 'hi' }])
      expect(outcome).toMatchObject(expected[id] ?? {})
      if (id === 'PROV-012' && outcome.status === 'failed') {
        // However far in the future, it is asked again after ten minutes at most.
        expect(retryDelay({ attempt: 1, retryAfterMs: outcome.retryAfterMs, random: 0 })).toBe(600_000)
      }
    },
  )
})
