import { expect, test } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import { aTask } from '../testing/a-task.ts'
import { createTreeSelection, topmost } from './tree-selection.ts'

const id = (name: string) => `tsk_${name}` as TaskId
const lines = ['a', 'b', 'c', 'd', 'e'].map(id)

function start() {
  const selection = createTreeSelection()
  const names = () => [...selection.store.getState().ids].map((one) => one.slice(4)).join('')
  return { ...selection, names }
}

test('a range grows and shrinks about the place where it began', () => {
  const { toggle, extend, names } = start()
  toggle(id('c'))
  extend(lines, id('a'), id('e'))
  expect(names()).toBe('cde')
  extend(lines, id('e'), id('a'))
  expect(names()).toBe('abc')
  extend(lines, null, id('c'))
  expect(names()).toBe('c')
})

test('without a beginning a range starts at the cursor, and at its end where that is not shown', () => {
  const first = start()
  first.extend(lines, id('b'), id('d'))
  expect(first.names()).toBe('bcd')
  const second = start()
  second.toggle(id('gone'))
  second.extend(lines, id('also-gone'), id('d'))
  expect(second.names()).toBe('d')
})

test('single tasks come and go, all come at once, and all go', () => {
  const { toggle, all, clear, names, store } = start()
  toggle(id('a'))
  toggle(id('d'))
  toggle(id('a'))
  expect(names()).toBe('d')
  all(lines)
  expect(names()).toBe('abcde')
  clear()
  expect(store.getState()).toEqual({ ids: new Set(), anchor: null })
})

test('what lies below another that is selected is not done twice', () => {
  const tasks = [aTask('a'), aTask('b', { parentId: 'a' }), aTask('c', { parentId: 'b' }), aTask('d')]
  const known = new Map(tasks.map((task) => [task.id, task]))
  expect(topmost(new Set(['a', 'c', 'd', 'gone'].map(id)), known)).toEqual(['a', 'd'].map(id))
  expect(topmost(new Set(['b', 'c'].map(id)), known)).toEqual([id('b')])
})
