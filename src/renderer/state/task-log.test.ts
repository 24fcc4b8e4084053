import { expect, test } from 'vitest'
import { type LiveDelta, settingUp } from '../../contract/live-delta.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import { coderLog } from '../testing/coder-log.ts'
import { applyTaskFrames, emptyLog, liveKey, type TaskLog } from './task-log.ts'

const events = coderLog
const view = replayTask(events)

function delta(offset: number, text: string, target = 'turn_x'): LiveDelta {
  return { taskId: 'tsk_0006' as never, target, channel: 'text', index: 0, offset, text }
}
const live = (log: TaskLog, target = 'turn_x') => log.live.get(liveKey(target, 'text'))?.text

test('frames in any cut, with repeats, tell what the whole log tells', () => {
  for (const size of [1, 2, 7, events.length]) {
    let log = emptyLog
    for (let at = 0; at < events.length; at += size) {
      const again = Math.max(0, at - 3)
      log = applyTaskFrames(log, [{ events: events.slice(again, at + size), deltas: [] }])
    }
    expect(log.view).toEqual(view)
  }
})

test('a view that was handed out is never changed by what follows', () => {
  const first = applyTaskFrames(emptyLog, [{ events: events.slice(0, 5), deltas: [] }])
  const copy = structuredClone(first.view)
  applyTaskFrames(first, [{ events: events.slice(5), deltas: [] }])
  expect(first.view).toEqual(copy)
})

test('a gap throws', () => {
  const first = applyTaskFrames(emptyLog, [{ events: events.slice(0, 3), deltas: [] }])
  expect(() => applyTaskFrames(first, [{ events: events.slice(4, 5), deltas: [] }])).toThrow()
})

test('deltas grow, are replaced by a newer whole, and never double', () => {
  let log = applyTaskFrames(emptyLog, [{ events: [], deltas: [delta(0, 'Hel'), delta(3, 'lo')] }])
  expect(live(log)).toBe('Hello')
  log = applyTaskFrames(log, [{ events: [], deltas: [delta(0, 'Hello, w'), delta(8, 'orld')] }])
  expect(live(log)).toBe('Hello, world')
  log = applyTaskFrames(log, [{ events: [], deltas: [delta(99, 'lost')] }])
  expect(live(log)).toBe('Hello, world')
})

test('what was streamed goes when its turn is committed, and what is not its own stays', () => {
  const committed = events.find((event) => event.body.type === 'turn.committed') as TaskEvent & {
    body: { turnId: string }
  }
  const at = events.indexOf(committed)
  let log = applyTaskFrames(emptyLog, [
    { events: events.slice(0, at), deltas: [delta(0, 'own', committed.body.turnId), delta(0, 'other')] },
  ])
  log = applyTaskFrames(log, [{ events: [committed], deltas: [] }])
  expect([live(log, committed.body.turnId), live(log)]).toEqual([undefined, 'other'])
})

test('what setting a worktree up says goes when that is over', () => {
  let log = applyTaskFrames(emptyLog, [
    { events: events.slice(0, 3), deltas: [delta(0, '$ npm ci', settingUp)] },
  ])
  expect(live(log, settingUp)).toBe('$ npm ci')
  const body: TaskEvent['body'] = { type: 'worktree.prepared', results: [] }
  log = applyTaskFrames(log, [{ events: [{ ...(events[2] as TaskEvent), seq: 4, body }], deltas: [] }])
  expect(live(log, settingUp)).toBe(undefined)
})
