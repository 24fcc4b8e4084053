import { expect, test } from 'vitest'
import { readLimit, shareOf } from './limits.ts'
import { workDone } from './work-done.ts'

test('a limit as it is typed', () => {
  const typed = ['', '  ', '50', '1,000,000', '12k', '1.5m', '$2.50', '.5', 'many', '-3', '1e5', '5 %']
  expect(typed.map(readLimit)).toEqual([
    ...[null, null, 50, 1_000_000, 12_000, 1_500_000, 2.5, 0.5],
    ...[undefined, undefined, undefined, undefined],
  ])
})

test('the share of a limit', () => {
  expect([shareOf(5, 10), shareOf(12, 10), shareOf(0, 0), shareOf(null, 3), shareOf(3, null)]).toEqual([
    ...[0.5, 1, 1],
    ...[null, null],
  ])
})

test('what came of the work so far, in a line', () => {
  const calls = {
    call_1: { display: { type: 'edit', path: 'a.ts' } },
    call_2: { display: { type: 'edit', path: 'a.ts' } },
    call_3: { display: { type: 'command', command: 'npm test', ended: 'exit 0' } },
    call_4: { display: null },
  } as unknown as Parameters<typeof workDone>[0]['calls']
  const todos = [
    { text: 'One', status: 'completed' },
    { text: 'Two', status: 'pending' },
  ] as Parameters<typeof workDone>[0]['todos']
  expect(workDone({ calls, todos, subtasks: { completed: 2, open: 1, failed: 1 } })).toBe(
    '1 of 2 steps done, 1 file changed here, 1 command run here, 2 of 4 subtasks of the budget completed, 1 ended without.',
  )
  expect(workDone({ calls: {}, todos: [], subtasks: null })).toBe('nothing that can be counted.')
})
