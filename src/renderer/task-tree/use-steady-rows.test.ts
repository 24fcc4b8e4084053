import { expect, test } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { TreeRow } from '../state/flatten-tree.ts'
import { noFilter } from '../state/tree-filter.ts'
import { applyTreeFrame, emptyTree } from '../state/tree-index.ts'
import { aTask } from '../testing/a-task.ts'
import { staysInPlace } from './use-steady-rows.ts'
import { rootsFor } from './use-tree-rows.ts'

const rows = (...ids: string[]) => ids.map((id) => ({ id })) as unknown as TreeRow[]
const stays = (before: TreeRow[], after: TreeRow[]) => staysInPlace(before, after, 'c' as TaskId)

test('a line moves when something comes or goes above it, and not when it does below', () => {
  const before = rows('a', 'b', 'c', 'd')
  expect([
    stays(before, rows('new', 'a', 'b', 'c', 'd')),
    stays(before, rows('b', 'c', 'd')),
    stays(before, rows('a', 'b', 'd')),
    stays(before, rows('b', 'a', 'c')),
    stays(before, rows('a', 'b', 'c', 'new', 'd')),
    stays(rows('a'), rows('c', 'a')),
  ]).toEqual([false, false, false, true, true, true])
})

test('archived trees are shown when they are asked for or searched through, those of elsewhere with all', () => {
  const tree = applyTreeFrame(emptyTree, {
    type: 'snapshot',
    tasks: [
      aTask('1'),
      aTask('2', { archivedAt: 1 }),
      aTask('3', { workspaceId: 'wsp_2' as never }),
      aTask('4', { workspaceId: 'wsp_2' as never, archivedAt: 1 }),
    ],
  })
  const show = (filter: Partial<typeof noFilter>) =>
    rootsFor(tree, 'wsp_1' as never, { ...noFilter, ...filter }).map((id) => id.slice(4))
  expect([
    show({}),
    show({ archived: true }),
    show({ text: 'a' }),
    show({ everywhere: true }).sort(),
    show({ everywhere: true, archived: true }).sort(),
  ]).toEqual([['1'], ['2'], ['1', '2'], ['1', '3'], ['2', '4']])
})
