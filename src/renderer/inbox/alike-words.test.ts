import { expect, test } from 'vitest'
import { aTask } from '../testing/a-task.ts'
import { someApproval, subjects } from '../testing/some-waiting.ts'
import { alikeWords, commonFolder } from './alike-words.ts'
import type { WaitingApproval } from './waiting.ts'

const list = [
  aTask('1'),
  aTask('9', { parentId: '1' }),
  aTask('10', { parentId: '9' }),
  aTask('11', { parentId: '9' }),
  aTask('12', { parentId: '1' }),
]
const tasks = new Map(list.map((task) => [task.id, task]))
const edits = (...of: [task: string, path: string][]) =>
  of.map(([task, path], at) => {
    const made = someApproval(`${at}`, task, '1', 'edit', subjects.edit(path))
    return { ...made, task: tasks.get(made.task.id) ?? made.task } as WaitingApproval
  })

test('a group says how many of what, where, and in whose subtree', () => {
  expect([
    alikeWords(edits(['10', 'src/a/x.ts'], ['11', 'src/b/y.ts']), tasks),
    alikeWords(edits(['9', 'src/a/x.ts'], ['11', 'src/a/y.ts']), tasks),
    alikeWords(edits(['10', 'x.ts'], ['12', 'src/y.ts']), tasks),
    alikeWords(edits(['10', 'a/x.ts'], ['10', 'a/y.ts'], ['10', 'a/z.ts']), tasks),
  ]).toEqual([
    '2 edits under src/ in TL-9’s subtree',
    '2 edits under src/a/ in TL-9’s subtree',
    '2 edits in TL-1’s tree',
    '3 edits under a/ in TL-10',
  ])
})

test('a folder that paths have in common ends where they part, by whole names', () => {
  expect([
    commonFolder([]),
    commonFolder(['a/b/c.ts']),
    commonFolder(['a/bc/x', 'a/bd/x']),
    commonFolder(['/etc/a', '/etc/b/c']),
    commonFolder(['a/b/c', 'a/b']),
  ]).toEqual(['', 'a/b/', 'a/', '/etc/', 'a/'])
})
