import { expect, test } from 'vitest'
import type { TaskStatus } from '../../../contract/task-status.ts'
import type { TaskView, ToolCallView, TranscriptItem } from '../../../contract/task-view.ts'
import { firstUnread, firstWaiting, openDoubt, openQuestion, pendingApprovals } from './read-state.ts'

const message = { type: 'message', id: 'msg_1', at: 0, from: 'person', text: 'x' } as TranscriptItem
const turn = (state: 'streaming' | 'committed' | 'aborted', ...callIds: string[]) =>
  ({ type: 'turn', id: 'turn_1', state, callIds }) as unknown as TranscriptItem
const call = (callId: string, status: ToolCallView['status']) => ({ callId, status }) as ToolCallView
const view = (items: TranscriptItem[], calls: ToolCallView[] = [], status: TaskStatus = 'in_progress') =>
  ({
    items,
    status,
    calls: Object.fromEntries(calls.map((each) => [each.callId, each])),
  }) as unknown as TaskView

test('what was written while the model is at a step waits for the next one', () => {
  expect([
    firstUnread(view([message, turn('streaming'), message])),
    firstUnread(view([message, turn('committed', 'a'), message], [call('a', 'running')])),
    firstUnread(view([message, turn('committed', 'a'), message], [call('a', 'finished')])),
    firstUnread(view([message])),
    firstUnread(view([message, turn('streaming'), message], [], 'paused')),
    firstUnread(view([message, turn('aborted'), message])),
  ]).toEqual([2, 2, 3, 1, 3, 3])
})

test('only the last turn’s calls can wait', () => {
  const items = [turn('committed', 'a'), turn('committed', 'b', 'c', 'd'), turn('streaming')]
  const waiting = view(items, [
    call('a', 'awaiting_approval'),
    call('b', 'awaiting_approval'),
    call('c', 'awaiting_answer'),
    call('d', 'finished'),
  ])
  expect(pendingApprovals(waiting).map(({ callId }) => callId)).toEqual(['b'])
  expect(openQuestion(waiting)?.callId).toBe('c')
  expect([pendingApprovals(view([])), openQuestion(view([]))]).toEqual([[], null])
})

test('a call whose outcome is unknown waits too, after what else does', () => {
  const items = [turn('committed', 'a', 'b', 'c')]
  const waiting = (...statuses: ToolCallView['status'][]) =>
    view(
      items,
      statuses.map((status, at) => call('abc'[at] ?? '', status)),
    )
  const doubt = waiting('finished', 'outcome_unknown', 'pending')
  expect([openDoubt(doubt)?.callId, firstWaiting(doubt)?.callId]).toEqual(['b', 'b'])
  expect(firstWaiting(waiting('outcome_unknown', 'awaiting_answer', 'pending'))?.callId).toBe('b')
  expect(firstWaiting(waiting('outcome_unknown', 'awaiting_answer', 'awaiting_approval'))?.callId).toBe('c')
  expect(firstWaiting(waiting('finished', 'pending', 'pending'))).toBe(null)
})
