import { expect, test } from 'vitest'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { describeOutcome, shortReason } from './call-outcome.ts'

const call = (facts: Partial<ToolCallView>) =>
  ({ outcome: null, display: null, approval: null, result: null, ...facts }) as ToolCallView
const command = (exitCode: number | null) =>
  ({ type: 'command', exitCode, ended: '', output: '' }) as unknown as ToolCallView['display']
const approval = (facts: object) => ({ decision: null, feedback: '', ...facts }) as ToolCallView['approval']

test('every outcome but success has a word', () => {
  const label = (facts: Partial<ToolCallView>) => describeOutcome(call(facts))?.label ?? null
  expect([
    label({ outcome: 'ok' }),
    label({ outcome: 'ok', display: command(0) }),
    label({ outcome: 'ok', display: command(null) }),
    label({ outcome: 'ok', display: command(2) }),
    label({ outcome: 'error' }),
    label({ outcome: 'refused' }),
    label({ outcome: 'rejected' }),
    label({ outcome: 'cancelled' }),
    label({ outcome: 'unknown' }),
    label({}),
    label({ approval: approval({ decision: 'withdrawn' }) }),
  ]).toEqual([
    null,
    null,
    null,
    'failed',
    'failed',
    'not allowed',
    'rejected by you',
    'cancelled',
    'outcome unknown',
    null,
    'not run',
  ])
})

test('the reason is the person’s, or else what the model was told', () => {
  expect([
    shortReason(
      call({ outcome: 'rejected', result: 'long', approval: approval({ feedback: ' Not yet. ' }) }),
    ),
    shortReason(call({ outcome: 'rejected', result: 'long', approval: approval({}) })),
    shortReason(call({ outcome: 'refused', result: 'Mode ask may\nnot edit.' })),
    shortReason(call({ outcome: 'error', result: 'x', display: command(1) })),
    shortReason(call({ outcome: 'ok', result: 'fine' })),
  ]).toEqual(['You said: Not yet.', '', 'Mode ask may not edit.', '', ''])
})

test('what a person said of a call whose outcome was unknown is told, with what was known', () => {
  const unknown = { what: 'It was cut off.', decision: 'done', note: '' } as const
  expect(describeOutcome(call({ outcome: 'ok', unknown }))).toMatchObject({
    label: 'done, as you said',
    meaning: 'It was cut off.',
  })
  expect(describeOutcome(call({ outcome: 'unknown', unknown }))?.meaning).toBe('It was cut off.')
  expect(describeOutcome(call({ outcome: 'ok', unknown: { ...unknown, decision: 'rerun' } }))).toBe(null)
})
