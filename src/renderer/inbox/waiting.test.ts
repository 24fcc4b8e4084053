import { expect, test } from 'vitest'
import { reduceTask } from '../../contract/reduce-task.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { aTask } from '../testing/a-task.ts'
import { coderLog } from '../testing/coder-log.ts'
import { waitingOf } from './waiting.ts'

const view = coderLog.reduce<TaskView | null>(reduceTask, null)
if (view === null) throw new Error('The log tells no task.')
const task = aTask('0006', {
  status: 'awaiting_approval',
  activity: 'asks to run npm test',
  updatedAt: view.updatedAt,
})
const ready = (shown: TaskView | null) => ({
  status: 'ready' as const,
  error: null,
  damage: null,
  view: shown,
})
const types = (...given: Parameters<typeof waitingOf>) => waitingOf(...given).map(({ asked }) => asked.type)

test('what a task waits for is known once it is looked at', () => {
  expect(types(task, null)).toEqual(['unread'])
  expect(types(task, { ...ready(null), status: 'loading' })).toEqual(['unread'])
  const [waiting, ...more] = waitingOf(task, ready(view))
  expect(more).toEqual([])
  expect(waiting).toMatchObject({
    key: 'apr_1',
    asked: { type: 'approval', call: { callId: 'cal_5' }, approval: { hash: 'h', why: 'Commands ask.' } },
  })
  expect(waiting?.asked.since).toBe(view.calls['cal_5' as never]?.approval?.requestedAt)
})

test('what was answered goes as soon as either stream tells', () => {
  const decided = { type: 'approval.decided', approvalId: 'apr_1', callId: 'cal_5', decision: 'approved' }
  const bodies = [
    { ...decided, feedback: '', edited: null, by: 'person' },
    { type: 'status.changed', from: 'awaiting_approval', to: 'in_progress', reason: null },
  ]
  const answered = bodies
    .map(
      (body, at) => ({ ...{ taskId: view.id, seq: view.lastSeq + at + 1, at: 99_000 }, body }) as TaskEvent,
    )
    .reduce<TaskView | null>(reduceTask, view)
  // The log is ahead of the row.
  expect(types(task, ready(answered))).toEqual([])
  // The row is ahead of the log: it waits again, for what is on its way.
  expect(types({ ...task, updatedAt: 100_000 }, ready(answered))).toEqual(['unread'])
})

test('what cannot be read is told, and nothing that waits is left out', () => {
  expect(types(task, { ...ready(null), status: 'failed', error: 'Gone.' })).toEqual(['failed'])
  expect(
    waitingOf(task, { ...ready({ ...view, items: [] }), damage: 'Event 7 is missing.' })[0]?.asked,
  ).toMatchObject({
    type: 'unclear',
    reason: 'Event 7 is missing.',
  })
  const word = {
    ...view,
    status: 'awaiting_input' as const,
    statusReason: 'It said nothing three times.',
    items: [],
  }
  expect(waitingOf({ ...task, status: 'awaiting_input' }, ready(word))[0]?.asked).toMatchObject({
    type: 'word',
    reason: 'It said nothing three times.',
  })
})
