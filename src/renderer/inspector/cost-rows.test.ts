import { expect, test } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { costRows, inCostOrder } from './cost-rows.ts'
import { restMark } from './rest-mark.ts'

const id = (name: string) => name as TaskId
const task = (name: string, cost: number | null, tokens: number, status = 'completed') =>
  ({
    id: id(name),
    title: name,
    cost,
    inputTokens: tokens,
    outputTokens: 0,
    status,
    folder: '/',
  }) as TaskSummary
const forest = (...tasks: TaskSummary[]) => ({
  tasks: new Map(tasks.map((one) => [one.id, one])),
  children: new Map([
    [id('root'), [id('a'), id('b')]],
    [id('a'), [id('deep')]],
  ]),
})
const tree = forest(task('root', 1, 10), task('a', 3, 5), task('b', null, 40), task('deep', 2, 0))

test('a task and all below it in the order of the tree, with what is known of their price', () => {
  const { rows, ...sums } = costRows(tree, id('root'))
  expect(rows.map(({ task: { id }, depth }) => [id, depth])).toEqual([
    ['root', 0],
    ['a', 1],
    ['deep', 2],
    ['b', 1],
  ])
  expect(sums).toEqual({ cost: 4, tokens: 55, unpriced: 1 })
  expect(costRows(tree, id('b'))).toMatchObject({ cost: null, unpriced: 1 })
  const names = (order: Parameters<typeof inCostOrder>[1]) =>
    inCostOrder(rows, order).map(({ task: { id } }) => id)
  expect([names('tree'), names('cost'), names('tokens'), names('name')]).toEqual([
    ['root', 'a', 'deep', 'b'],
    ['a', 'deep', 'root', 'b'],
    ['b', 'root', 'a', 'deep'],
    ['a', 'b', 'deep', 'root'],
  ])
})

test('the mark of a subtree changes when something comes to rest, and not by work that goes on', () => {
  const mark = (...tasks: TaskSummary[]) => restMark(forest(...tasks), id('root'))
  const before = mark(task('root', 1, 1, 'in_progress'), task('a', 1, 1, 'in_progress'))
  expect(mark(task('root', 2, 2, 'in_progress'), task('a', 5, 5, 'queued'))).toBe(before)
  expect(mark(task('root', 2, 2, 'in_progress'), task('a', 5, 5, 'completed'))).not.toBe(before)
})
