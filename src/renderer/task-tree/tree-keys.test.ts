import { expect, test } from 'vitest'
import type { TreeRow } from '../state/flatten-tree.ts'
import { treeMove, typeAhead } from './tree-keys.ts'

const row = (id: string, level: number, parent: string | null, expanded: boolean | null): TreeRow =>
  ({ id, level, parent, expanded, place: 1, of: 1, faint: false }) as never
const rows = [
  row('a', 0, null, true),
  row('b', 1, 'a', null),
  row('c', 1, 'a', false),
  row('d', 0, null, null),
]
const move = (index: number, key: string, { control = false, shift = false } = {}) =>
  treeMove(rows, index, { key, control, shift, page: 2 })
const focus = (index: number) => ({ type: 'focus', index })

test.each([
  ['down', move(0, 'ArrowDown'), focus(1)],
  ['down at the end stays', move(3, 'ArrowDown'), focus(3)],
  ['up', move(1, 'ArrowUp'), focus(0)],
  ['first', move(2, 'Home'), focus(0)],
  ['last', move(0, 'End'), focus(3)],
  ['a page down', move(0, 'PageDown'), focus(2)],
  ['a page up', move(1, 'PageUp'), focus(0)],
  ['right unfolds', move(2, 'ArrowRight'), { type: 'fold', id: 'c', collapsed: false }],
  ['right goes to the first child', move(0, 'ArrowRight'), focus(1)],
  ['right on a leaf is nothing', move(1, 'ArrowRight'), null],
  ['left folds', move(0, 'ArrowLeft'), { type: 'fold', id: 'a', collapsed: true }],
  ['left goes to the parent', move(2, 'ArrowLeft'), focus(0)],
  ['left on a root leaf is nothing', move(3, 'ArrowLeft'), null],
  ['enter opens', move(1, 'Enter'), { type: 'open', id: 'b', beside: false }],
  ['with control beside', move(1, 'Enter', { control: true }), { type: 'open', id: 'b', beside: true }],
  ['space selects', move(1, ' '), { type: 'toggle', id: 'b' }],
  ['shift extends down', move(1, 'ArrowDown', { shift: true }), { type: 'extend', index: 2 }],
  ['shift extends to the end', move(1, 'End', { shift: true }), { type: 'extend', index: 3 }],
  ['control and A is all', move(1, 'a', { control: true }), { type: 'all' }],
  ['letters are not moves', move(1, 'x'), null],
  ['nor is A by itself', move(1, 'a'), null],
  ['no rows, no move', treeMove([], 0, { key: 'End', control: false, shift: false, page: 1 }), null],
])('%s', (_name, found, wanted) => {
  expect(found).toEqual(wanted)
})

test('type-ahead goes on from the cursor, round the end, and stays on a word that grows', () => {
  const texts = ['Build', 'Design', 'Debug', 'Deploy']
  const find = (index: number, typed: string) =>
    typeAhead(texts.length, index, typed, (at) => [texts[at] ?? '', `TL-${at}`])
  expect([
    find(0, 'd'),
    find(1, 'd'),
    find(3, 'd'),
    find(1, 'dd'),
    find(1, 'deb'),
    find(2, 'deb'),
    find(0, 'tl-3'),
    find(0, 'z'),
  ]).toEqual([1, 2, 1, 2, 2, 2, 3, -1])
})
