import { expect, it } from 'vitest'
import { actionTypes } from '../../../contract/action-type.ts'
import { parseApprove } from './parse-approve.ts'

const on = (text: string) =>
  Object.entries(parseApprove(text) ?? {})
    .filter(([, value]) => value)
    .map(([name]) => name)
    .sort()

it('leaves the stored settings alone when it was not given', () => {
  expect(parseApprove(undefined)).toBeUndefined()
})

it.each([
  ['all', [...actionTypes].sort()],
  ['none', []],
  ['read', ['read']],
  ['read,edit', ['edit', 'read']],
  [' read , subtask-create,', ['read', 'subtask_create']],
  ['edit,edit', ['edit']],
])('reads %j', (text, names) => {
  expect(on(text)).toEqual(names)
  // What is not named is set too, to ask: a stored toggle must not let more through than was said.
  const set = Object.keys(parseApprove(text) ?? {})
  const needsWords = actionTypes.filter((action) => !['todo', 'retry', 'task_message'].includes(action))
  expect(set).toEqual(
    expect.arrayContaining(text === 'all' || text === 'none' ? [...actionTypes] : needsWords),
  )
})

it('leaves what touches nothing but the task to the settings, unless it is named', () => {
  expect(parseApprove('read')).not.toHaveProperty('todo')
  expect(parseApprove('read,retry')).toMatchObject({ retry: true })
  expect(parseApprove('read')).not.toHaveProperty('task_message')
  expect(parseApprove('task-message')).toMatchObject({ task_message: true })
})

it.each([
  '',
  ' ',
  ',',
  'everything',
  'ALL',
  'read;edit',
  'read edit',
  '__proto__',
  'all,read',
  'none,all',
  'read,none',
])('does not take %j', (text) => {
  expect(() => parseApprove(text)).toThrow('--approve')
})
