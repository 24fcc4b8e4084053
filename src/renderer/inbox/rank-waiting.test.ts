import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ApprovalSubject } from '../../contract/tool-display.ts'
import { aTask } from '../testing/a-task.ts'
import { someApproval, someWaiting, subjects } from '../testing/some-waiting.ts'
import { compareWaiting, riskOf, type risks } from './rank-waiting.ts'
import type { Waiting } from './waiting.ts'

const clash: ApprovalSubject = {
  ...{ type: 'clash', into: '/w', folder: '/t', conflicts: [] },
  ...{ base: 'b', own: 'o', rounds: 3 },
}
const all: [risk: (typeof risks)[number], Waiting][] = [
  ['doubt', someWaiting('q', '1', '1', { type: 'doubt', since: 9 } as never)],
  ['delete', someApproval('1', '1', '1', 'delete', subjects.delete('a'), 8)],
  ['command', someApproval('2', '1', '1', 'command', subjects.command('ls'), 7)],
  ['command', someApproval('3', '1', '1', 'subtask_finish', { type: 'checks', run: ['ls'], cwd: '/' }, 8)],
  ['protected', someApproval('4', '1', '1', 'edit_protected', subjects.edit('.git/config'), 6)],
  ['outside', someApproval('5', '1', '1', 'edit_outside', subjects.edit('/etc/x'), 5)],
  ['clash', someApproval('6', '1', '1', 'subtask_finish', clash, 5)],
  ['edit', someApproval('7', '1', '1', 'edit', subjects.edit('a'), 4)],
  ['edit', someApproval('8', '1', '1', 'edit', subjects.edit('a'), 4)],
  ['read', someApproval('9', '1', '1', 'read', subjects.read('a'), 4)],
  ['question', someWaiting('r', '1', '1', { type: 'question', since: 4 } as never)],
  ['finish', someApproval('a', '1', '1', 'subtask_finish', { type: 'completion', result: '' }, 3)],
  ['subtask', someApproval('b', '1', '1', 'subtask_create', subjects.subtask('Do.'), 2)],
  ['other', someApproval('c', '1', '1', 'todo', { type: 'todo', items: [] }, 1)],
  ['limit', someWaiting('s', '1', '1', { type: 'limit', since: 0 } as never)],
  ['need', someWaiting('t', '1', '1', { type: 'need', since: 0 } as never)],
]

test('what may do harm stands before what only holds up, and of two alike what waits longer', () => {
  expect(all.map(([, waiting]) => riskOf(waiting))).toEqual(all.map(([risk]) => risk))
  fc.assert(
    fc.property(fc.shuffledSubarray(all), (some) => {
      const sorted = some.map(([, waiting]) => waiting).sort(compareWaiting)
      expect(sorted).toEqual(all.map(([, waiting]) => waiting).filter((waiting) => sorted.includes(waiting)))
    }),
  )
})

test('what has not been looked at stands where its row promises', () => {
  const unread = (facts: Parameters<typeof aTask>[1]): Waiting => ({
    ...{ key: 'u', task: aTask('1', facts), asked: { type: 'unread', since: 0 } },
  })
  const guess = (activity: string, status = 'awaiting_approval') =>
    riskOf(unread({ activity, status } as never))
  expect([
    guess('asks to delete src/a.ts'),
    guess('asks to run rm -rf /'),
    guess('asks to create src/a.ts'),
    guess('asks to start a subtask in code mode'),
    guess('asks to finish'),
    guess('asks to dance'),
    guess('asks what became of execute_command', 'awaiting_input'),
    guess('asks: Which?', 'awaiting_input'),
    guess('reached its limit', 'paused'),
    riskOf(unread({ status: 'paused', needs: 'key' })),
  ]).toEqual([
    'delete',
    'command',
    'edit',
    'subtask',
    'finish',
    'other',
    'doubt',
    'question',
    'limit',
    'need',
  ])
})
