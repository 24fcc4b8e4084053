import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CallId, TaskId, TurnId } from '../../contract/ids.ts'
import { createLiveText } from './live-text.ts'

const task = 'tsk_1' as TaskId
const turn = 'turn_1' as TurnId
const call = 'call_1' as CallId
const quiet = () => {}

it('gives a late watcher the whole so far, and then only what is new', () => {
  const live = createLiveText(quiet)
  const seen = new Map<string, number>()
  live.add(task, { target: turn, channel: 'text', text: 'Hello' })
  live.add(task, { target: turn, channel: 'text', text: ', you' })
  expect(live.since(task, seen)).toEqual([
    { taskId: task, target: turn, channel: 'text', index: 0, offset: 0, text: 'Hello, you' },
  ])
  expect(live.since(task, seen)).toEqual([])
  live.add(task, { target: turn, channel: 'text', text: '!' })
  expect(live.since(task, seen)).toMatchObject([{ offset: 10, text: '!' }])
})

it('keeps channels, calls, targets and tasks apart', () => {
  const live = createLiveText(quiet)
  live.add(task, { target: turn, channel: 'text', text: 'a' })
  live.add(task, { target: turn, channel: 'reasoning', text: 'b' })
  live.add(task, { target: turn, channel: 'arguments', index: 0, name: 'x', text: '{' })
  live.add(task, { target: turn, channel: 'arguments', index: 1, name: 'y', text: '[' })
  live.add(task, { target: call, channel: 'output', text: 'c' })
  live.add('tsk_2' as TaskId, { target: call, channel: 'output', text: 'd' })
  expect(
    live.since(task, new Map()).map(({ channel, index, name, text }) => [channel, index, name, text]),
  ).toEqual([
    ['text', 0, undefined, 'a'],
    ['reasoning', 0, undefined, 'b'],
    ['arguments', 0, 'x', '{'],
    ['arguments', 1, 'y', '['],
    ['output', 0, undefined, 'c'],
  ])
})

it('forgets what has ended, for watchers too, so that the same target may begin again', () => {
  const live = createLiveText(quiet)
  const seen = new Map<string, number>()
  live.add(task, { target: turn, channel: 'text', text: 'first' })
  live.add(task, { target: call, channel: 'output', text: 'stays' })
  live.since(task, seen)
  live.end(task, turn)
  expect(live.since(task, seen)).toEqual([])
  expect(seen.size).toBe(1)
  live.add(task, { target: turn, channel: 'text', text: 'second' })
  expect(live.since(task, seen)).toMatchObject([{ offset: 0, text: 'second' }])
  live.end(task, turn)
  live.end(task, call)
  live.end(task, call)
  expect(live.since(task, seen)).toEqual([])
  expect(seen.size).toBe(0)
})

it('tells of every piece', () => {
  const told: TaskId[] = []
  const live = createLiveText((taskId) => told.push(taskId))
  live.add(task, { target: turn, channel: 'text', text: 'a' })
  live.add(task, { target: turn, channel: 'text', text: 'b' })
  expect(told).toEqual([task, task])
})

it('bounds the output of a command, and never moves what it keeps', () => {
  const live = createLiveText(quiet)
  let whole = ''
  for (let i = 0; i < 120; i++) {
    const text = `${i}`.padEnd(10_000, '.')
    whole += text
    live.add(task, { target: call, channel: 'output', text })
    const [delta] = live.since(task, new Map())
    expect(delta?.text.length).toBeLessThanOrEqual(400_000)
    expect((delta?.offset ?? 0) + (delta?.text.length ?? 0)).toBe(whole.length)
    expect(whole.endsWith(delta?.text ?? '-')).toBe(true)
  }
})

it('watchers that look at any time, however rarely, put together what was said', () => {
  const step = fc.oneof(
    fc.record({ say: fc.string({ minLength: 1, maxLength: 8 }), to: fc.constantFrom(0, 1) }),
    fc.record({ look: fc.nat(2) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const live = createLiveText(quiet)
      const whole = ['', '']
      const watchers = [0, 1, 2].map(() => ({ seen: new Map<string, number>(), texts: ['', ''] }))
      const look = ({ seen, texts }: (typeof watchers)[number]) => {
        for (const { index, offset, text } of live.since(task, seen)) {
          expect(offset).toBe(texts[index]?.length)
          texts[index] += text
        }
        expect(texts).toEqual(whole)
      }
      for (const one of steps) {
        if ('say' in one) {
          whole[one.to] += one.say
          live.add(task, { target: turn, channel: 'arguments', index: one.to, text: one.say })
        } else look(watchers[one.look] as (typeof watchers)[number])
      }
      watchers.forEach(look)
    }),
  )
})
