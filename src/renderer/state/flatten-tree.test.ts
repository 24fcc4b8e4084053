import { expect, test } from 'vitest'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { aTask } from '../testing/a-task.ts'
import { flattenTree } from './flatten-tree.ts'
import { noFilter, type TreeFilter } from './tree-filter.ts'
import { applyTreeFrame, emptyTree } from './tree-index.ts'

const tasks: TaskSummary[] = [
  aTask('1', { title: 'Build the shop' }),
  aTask('2', { parentId: '1', title: 'Design the schema', status: 'completed' }),
  aTask('3', { parentId: '1', title: 'Write the API' }),
  aTask('4', { parentId: '3', title: 'Add tests', status: 'awaiting_approval', mode: 'ask' }),
  aTask('5', { title: 'Fix the build' }),
]
const tree = applyTreeFrame(emptyTree, { type: 'snapshot', tasks })
const roots = [...tree.roots.values()][0] ?? []
const show = (filter: Partial<TreeFilter>, collapsed: string[] = []) =>
  flattenTree(tree, roots, new Set(collapsed.map((id) => `tsk_${id}`)) as never, {
    ...noFilter,
    ...filter,
  }).map(
    ({ id, level, expanded, faint, place, of }) =>
      `${'  '.repeat(level)}${id.slice(4)} ${expanded === null ? '' : expanded ? 'v' : '>'}${faint ? '~' : ''} ${place}/${of}`,
  )

test('roots stand newest first and children by birth', () => {
  expect(show({})).toEqual(['5  1/2', '1 v 2/2', '  2  1/2', '  3 v 2/2', '    4  1/1'])
})

test('a folded task hides what is below it', () => {
  expect(show({}, ['3'])).toEqual(['5  1/2', '1 v 2/2', '  2  1/2', '  3 > 2/2'])
  expect(show({}, ['1'])).toEqual(['5  1/2', '1 > 2/2'])
})

test('search shows matches with their ancestors, through folds, and says which is which', () => {
  expect(show({ text: 'TESTS add' }, ['1'])).toEqual(['1 v~ 1/1', '  3 v~ 1/1', '    4  1/1'])
})

test('filters by mode and by what waits for a person keep the ancestors too', () => {
  expect(show({ modes: new Set(['ask']) })).toEqual(['1 v~ 1/1', '  3 v~ 1/1', '    4  1/1'])
  expect(show({ waiting: true })).toEqual(['1 v~ 1/1', '  3 v~ 1/1', '    4  1/1'])
  expect(show({ waiting: true, modes: new Set(['code']) })).toEqual([])
})

test('the status filter works alone and with words', () => {
  expect(show({ statuses: new Set(['completed']) })).toEqual(['1 v~ 1/1', '  2  1/1'])
  expect(show({ statuses: new Set(['completed']), text: 'api' })).toEqual([])
})
