import { expect, test } from 'vitest'
import type { TaskStatus } from './task-status.ts'
import type { TaskView, ToolCallView } from './task-view.ts'
import type { Need } from './turn-failure.ts'
import { waitsForPerson } from './waits-for-person.ts'
import { whatWaits } from './what-waits.ts'

const reason = 'The budget of TL-1 is used up: 3 of 3 requests.'

/** A task whose last turn made these calls. */
function aView(
  status: TaskStatus,
  calls: Partial<ToolCallView>[],
  facts: { needs?: Need; statusReason?: string; notices?: object[] } = {},
): TaskView {
  const { notices = [], needs = null, statusReason = null } = facts
  const made = calls.map((call, at) => ({
    callId: `call_${at}`,
    approval: null,
    question: null,
    unknown: null,
    ...call,
  }))
  const turn = {
    type: 'turn',
    id: 'turn_1',
    at: 1,
    state: 'committed',
    callIds: made.map(({ callId }) => callId),
  }
  const items = [turn, ...notices.map((notice, at) => ({ type: 'notice', id: `${at}`, at: 5 + at, notice }))]
  const byId = Object.fromEntries(made.map((call) => [call.callId, call]))
  return { status, needs, statusReason, items, calls: byId, updatedAt: 9 } as unknown as TaskView
}

const asking = { status: 'awaiting_approval', approval: { approvalId: 'apr', requestedAt: 4 } } as never
const asked = { status: 'awaiting_answer', question: { question: 'Which?' } } as never
const doubtful = { status: 'outcome_unknown', unknown: { what: 'Nobody knows.' } } as never
const done = { status: 'finished' } as const
const limit = { type: 'limit', limit: 'requests', budgetOf: 'tsk_1', spent: 3, allowed: 3 }
const pause = { type: 'status', from: 'in_progress', to: 'paused', reason: '' }

const told = (view: TaskView) => whatWaits(view).map(({ type, since }) => [type, since])

test('everything that a task waits for is told once, with since when', () => {
  expect([
    told(aView('awaiting_approval', [done, asking, { status: 'pending' }, asking])),
    told(aView('awaiting_input', [doubtful, asked])),
    told(aView('awaiting_input', [done], { statusReason: 'It said nothing three times.' })),
    told(aView('paused', [done], { needs: 'key', statusReason: 'No key.', notices: [pause] })),
    told(aView('paused', [done], { statusReason: reason, notices: [limit, pause] })),
  ]).toEqual([
    [
      ['approval', 4],
      ['approval', 4],
    ],
    [
      ['doubt', 9],
      ['question', 9],
    ],
    [['word', 9]],
    [['need', 5]],
    [['limit', 6]],
  ])
})

test('who waits for nobody, for its parent, or was stopped, waits for no person; row and log agree', () => {
  const views = [
    aView('in_progress', [{ status: 'running' }]),
    aView('awaiting_subtask', [asking]),
    aView('awaiting_input', [], { needs: 'answer' }),
    aView('paused', [asking], { statusReason: 'Stopped by you.', notices: [pause] }),
    aView('completed', [done]),
    aView('awaiting_approval', [asking]),
    aView('paused', [], { needs: 'model', notices: [pause] }),
    aView('paused', [], { statusReason: reason, notices: [limit, pause] }),
  ]
  expect(views.map((view) => whatWaits(view).length)).toEqual([0, 0, 0, 0, 0, 1, 1, 1])
  expect(views.map((view) => waitsForPerson(view))).toEqual(views.map((view) => whatWaits(view).length > 0))
})
