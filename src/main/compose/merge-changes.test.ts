import { expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import { mergeChanges, type Part, partsOf } from './merge-changes.ts'

const edit = (path: string, at: number) =>
  ({ type: 'edit', path, at, state: 'changed', added: 2, removed: 1 }) as const
const work = (at: number, body: object) => ({ type: 'work', at, body: body as never }) as const
const landed = (at: number, ...paths: string[]) => {
  const files = paths.map((path) => ({ path, change: 'changed' }))
  return work(at, { type: 'work.landed', into: '/home', before: 'a', after: 'b', files })
}
const task = (taskId: string, parentId: string | null, parts: Part[]) => ({
  ...{
    taskId: taskId as TaskId,
    parentId: parentId as TaskId | null,
    displayId: taskId,
    title: taskId,
    parts,
  },
})
const opened = work(1, { type: 'worktree.opened', folder: '/tree', from: '/home', base: 'a', notes: [] })

it('counts edits in a worktree as the work’s, and not when it was dropped or taken back', () => {
  const dropped = partsOf([opened, edit('x', 2), work(3, { type: 'work.dropped', into: '/home', kept: 'c' })])
  expect(dropped).toMatchObject({ parts: [], open: false })
  const reverted = [opened, edit('x', 2), landed(3, 'x', 'made'), work(4, { type: 'work.reverted' })]
  expect(partsOf(reverted).parts).toEqual([])
  expect(partsOf(reverted.slice(0, 3)).parts).toMatchObject([
    { path: 'x', way: 'taken', own: true, lines: { added: 2, removed: 1 } },
    { path: 'made', way: 'taken', own: false, lines: null },
  ])
  expect(partsOf([opened, edit('x', 2)])).toMatchObject({ parts: [], open: true })
})

it('names those below for what came into a task’s work by them, and the task where it did something itself', () => {
  const child = partsOf([opened, edit('x', 2), edit('y', 2), landed(3, 'x', 'y')]).parts
  const parent = partsOf([opened, edit('y', 4), landed(5, 'x', 'y', 'by-command')]).parts
  const files = mergeChanges([task('P', null, parent), task('C', 'P', child)])
  expect(
    Object.fromEntries(files.map(({ path, by }) => [path, by.map(({ displayId }) => displayId)])),
  ).toEqual({
    x: ['C'],
    y: ['C', 'P'],
    'by-command': ['P'],
  })
})
