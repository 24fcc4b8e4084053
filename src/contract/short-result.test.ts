import { expect, it } from 'vitest'
import { withShortResult } from './short-result.ts'
import type { TaskEvent } from './task-event.ts'

const finished = (outcome: 'ok' | 'error', result: string) =>
  ({
    taskId: 'tsk_01J00000000000000000000001',
    ...{ seq: 7, at: 7 },
    body: { type: 'tool.finished', callId: 'call_1', outcome, result, display: null, durationMs: 1 },
  }) as TaskEvent

it.each([
  ['ok', 200, 200, undefined],
  ['ok', 201, 0, 201],
  ['error', 400, 400, undefined],
  ['error', 1_000, 400, 600],
] as const)('of a call that went %s with %i characters it sends %i', (outcome, length, sent, left) => {
  const event = finished(outcome, 'x'.repeat(length))
  const { body } = withShortResult(event)
  expect(body).toMatchObject({ type: 'tool.finished', result: 'x'.repeat(sent) })
  expect('resultLeft' in body ? body.resultLeft : undefined).toBe(left)
  expect(event.body).toMatchObject({ result: 'x'.repeat(length) })
})
