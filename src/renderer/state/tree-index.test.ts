import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { aTask } from '../testing/a-task.ts'
import { applyTreeFrame, emptyTree, type TreeIndex } from './tree-index.ts'

const snapshot = (tasks: TaskSummary[]) => applyTreeFrame(emptyTree, { type: 'snapshot', tasks })
const changed = (index: TreeIndex, tasks: TaskSummary[], removed: TaskSummary['id'][] = []) =>
  applyTreeFrame(index, { type: 'changed', tasks, removed })

test('a parent knows the most urgent status, the count, the waiting and the cost of all below it', () => {
  const tree = snapshot([
    aTask('1', { status: 'awaiting_subtask', cost: 9 }),
    aTask('2', { parentId: '1', status: 'completed', cost: 0.5 }),
    aTask('3', { parentId: '1', status: 'in_progress' }),
    aTask('4', { parentId: '3', status: 'awaiting_approval', cost: 0.25 }),
  ])
  expect([...tree.below]).toEqual([
    ['tsk_3', { urgent: 'awaiting_approval', waiting: 1, tasks: 1, cost: 0.25 }],
    ['tsk_1', { urgent: 'awaiting_approval', waiting: 1, tasks: 3, cost: 0.75 }],
  ])
})

test('a task nested by hand may be older than its parent, and one that is blocked waits for nobody here', () => {
  const tree = snapshot([
    aTask('1', { parentId: '3', depth: 1, status: 'completed' }),
    aTask('2', { parentId: '1', depth: 2, status: 'awaiting_input', needs: 'answer' }),
    aTask('3', { status: 'completed' }),
  ])
  expect(tree.below.get('tsk_3' as never)).toEqual({ urgent: 'blocked', waiting: 0, tasks: 2, cost: null })
})

test('pinned tasks stand first among those beside them, and archived trees are kept apart', () => {
  const tree = snapshot([
    aTask('1', { pinnedAt: 5 }),
    aTask('2', { parentId: '1' }),
    aTask('3', { parentId: '1', pinnedAt: 6 }),
    aTask('4'),
    aTask('5', { archivedAt: 7 }),
    aTask('6', { parentId: '5', archivedAt: 7 }),
  ])
  const shape = ({ roots, archived, children }: TreeIndex) => [
    roots.get('wsp_1' as never),
    archived.get('wsp_1' as never),
    children.get('tsk_1' as never),
  ]
  expect(shape(tree)).toEqual([['tsk_1', 'tsk_4'], ['tsk_5'], ['tsk_3', 'tsk_2']])
  const later = changed(tree, [
    aTask('1'),
    aTask('5'),
    aTask('6', { parentId: '5' }),
    aTask('3', { parentId: '1' }),
  ])
  expect(shape(later)).toEqual([['tsk_5', 'tsk_4', 'tsk_1'], undefined, ['tsk_2', 'tsk_3']])
})

test('a change of one task replaces its ancestors’ sums and nothing else', () => {
  const before = snapshot([
    aTask('1'),
    aTask('2', { parentId: '1', status: 'awaiting_input' }),
    aTask('5'),
    aTask('6', { parentId: '5' }),
  ])
  const after = changed(before, [aTask('2', { parentId: '1', status: 'completed' })])
  expect(after.below.get('tsk_1' as never)).toEqual({
    urgent: 'completed',
    waiting: 0,
    tasks: 1,
    cost: null,
  })
  expect(after.below.get('tsk_5' as never)).toBe(before.below.get('tsk_5' as never))
  expect(after.children).toBe(before.children)
  expect(after.roots).toBe(before.roots)
})

test('a new task, a removed one and one whose parent is gone find their places', () => {
  let tree = snapshot([aTask('1'), aTask('2', { parentId: '1' })])
  tree = changed(tree, [aTask('3', { parentId: '1' }), aTask('4')])
  expect(tree.children.get('tsk_1' as never)).toEqual(['tsk_2', 'tsk_3'])
  expect(tree.roots.get('wsp_1' as never)).toEqual(['tsk_4', 'tsk_1'])
  tree = changed(tree, [], ['tsk_1' as never])
  expect(tree.roots.get('wsp_1' as never)).toEqual(['tsk_4', 'tsk_3', 'tsk_2'])
  expect(tree.below.size).toBe(0)
})

test('any sequence of changes gives what one snapshot of the outcome gives', () => {
  const status = fc.constantFrom('in_progress', 'awaiting_approval', 'completed', 'paused' as const)
  const task = fc.record({ n: fc.integer({ min: 1, max: 12 }), status, cost: fc.constantFrom(null, 1, 2) })
  fc.assert(
    fc.property(fc.array(fc.array(task, { maxLength: 4 }), { maxLength: 12 }), (frames) => {
      const last = new Map<string, TaskSummary>()
      let tree = emptyTree
      for (const frame of frames) {
        const tasks = frame.map(({ n, status, cost }) => {
          const name = `${n}`.padStart(2, '0')
          const parentId = n === 1 ? undefined : `${Math.floor(n / 2)}`.padStart(2, '0')
          return aTask(name, { status, cost, ...(parentId === undefined ? {} : { parentId }) })
        })
        for (const each of tasks) last.set(each.id, each)
        tree = changed(tree, tasks)
      }
      const whole = snapshot([...last.values()])
      expect({ ...tree, tasks: new Map([...tree.tasks].sort()) }).toEqual({
        ...whole,
        tasks: new Map([...whole.tasks].sort()),
      })
    }),
  )
})

test('who is paused and needs something or met a limit waits for a person, who was stopped does not', () => {
  const paused = (statusReason: string | null, needs: TaskSummary['needs'] = null) =>
    aTask('2', { parentId: '1', status: 'paused', statusReason, needs })
  let tree = snapshot([aTask('1'), paused('Stopped by you.')])
  const waiting = () => tree.below.get('tsk_1' as never)?.waiting
  expect(waiting()).toBe(0)
  tree = changed(tree, [paused('The budget of TL-1 is used up: 3 of 3 requests.')])
  expect(waiting()).toBe(1)
  tree = changed(tree, [paused('Stopped by you.')])
  expect(waiting()).toBe(0)
  tree = changed(tree, [paused('The server refused the key.', 'key')])
  expect(waiting()).toBe(1)
})
