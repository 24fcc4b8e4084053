import { expect, it } from 'vitest'
import type { TaskEvent, TaskEventBody } from '../../../contract/task-event.ts'
import { progressLine } from './progress-line.ts'

const line = (body: object) =>
  progressLine({ taskId: 'tsk_1', seq: 1, at: 0, body: body as TaskEventBody } as TaskEvent)

it.each([
  [{ type: 'task.created', parentId: null, mode: 'code' }, 'starts in code mode'],
  [
    { type: 'task.created', parentId: 'tsk_0', mode: 'code', title: 'Build it' },
    'starts in code mode: Build it',
  ],
  [{ type: 'turn.committed', text: ' First.\nSecond.' }, 'First.'],
  [{ type: 'turn.committed', text: ' \n ' }, null],
  [{ type: 'turn.aborted', failure: { message: 'Busy.', retryInMs: 1_200 } }, 'Busy. Asking again in 2 s.'],
  [{ type: 'turn.aborted', failure: { message: 'No credit.', retryInMs: null } }, 'No credit.'],
  [
    { type: 'approval.requested', subject: { type: 'edit', path: 'a.ts', added: 2, removed: 1 } },
    'waits for your approval: edit a.ts (+2 −1)',
  ],
  [{ type: 'approval.decided', decision: 'rejected', feedback: 'Not so.' }, 'rejected: Not so.'],
  [{ type: 'approval.decided', decision: 'approved', feedback: '' }, null],
  [{ type: 'tool.finished', outcome: 'ok', result: 'text', display: null }, null],
  [
    { type: 'tool.finished', outcome: 'error', result: 'No such file.\nAt all.', display: null },
    'error: No such file.',
  ],
  [
    {
      type: 'tool.finished',
      outcome: 'ok',
      display: { type: 'command', command: 'ls', ended: 'exit code 0' },
    },
    'ran ls (exit code 0)',
  ],
  [
    { type: 'subtask.started', childDisplayId: 'TL-2', mode: 'ask', background: true },
    'starts TL-2 (ask) in the background',
  ],
  [{ type: 'subtask.returned', childDisplayId: 'TL-2', outcome: 'failed' }, 'TL-2 returned: failed'],
  [{ type: 'question.asked', question: 'Which?' }, 'asks: Which?'],
  [{ type: 'question.answered', answer: 'This', by: 'rule' }, 'answered by rule: This'],
  [{ type: 'status.changed', to: 'paused', reason: 'Stopped by you.' }, 'paused: Stopped by you.'],
  [{ type: 'status.changed', to: 'in_progress', reason: null }, null],
  [{ type: 'task.failed', message: 'No credit.' }, 'failed: No credit.'],
  [{ type: 'title.changed', title: 'New' }, null],
])('%j', (body, words) => {
  expect(line(body)).toBe(words)
})

it('cuts what is too long for a line', () => {
  expect(line({ type: 'turn.committed', text: 'word '.repeat(100) })).toHaveLength(160)
})
