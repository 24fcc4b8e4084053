import { expect, test } from 'vitest'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { describeCall } from './describe-call.ts'

type Facts = Parameters<typeof describeCall>[0]

const line = (name: string, args: object | string, facts: Partial<Facts> = {}) => {
  const call: Facts = {
    name,
    arguments: typeof args === 'string' ? args : JSON.stringify(args),
    status: 'finished',
    outcome: 'ok',
    display: null,
    startedAt: 0,
    finishedAt: 4000,
    ...facts,
  }
  const { verb, target, detail } = describeCall(call)
  return [verb, target, detail].filter(Boolean).join(' ')
}
const command = (exitCode: number | null, ended: string): ToolCallView['display'] => ({
  type: 'command',
  commandId: 'cmd_1',
  command: 'npm test',
  exitCode,
  ended,
  output: '',
  bytes: 0,
})
const edit = (created: boolean): ToolCallView['display'] => ({
  type: 'edit',
  path: 'src/a.ts',
  patch: '',
  added: 3,
  removed: 1,
  created,
})

test('a finished call is told in plain words', () => {
  expect([
    line(
      'read_file',
      { path: 'src/a.ts' },
      { display: { type: 'file', path: 'src/a.ts', fromLine: 1, toLine: 80 } },
    ),
    line('apply_diff', { path: 'src/a.ts' }, { display: edit(false) }),
    line('write_to_file', { path: 'src/a.ts' }, { display: edit(true) }),
    line('execute_command', { command: 'npm test' }, { display: command(0, 'exited with code 0') }),
    line('execute_command', { command: 'npm test' }, { display: command(null, 'ended by its time limit') }),
    line(
      'search_files',
      { path: 'src', regex: 'a|b' },
      { display: { type: 'matches', count: 12, files: 3 } },
    ),
    line('search_files', { regex: 'a' }, { display: { type: 'matches', count: 1, files: 1 } }),
    line('search_files', { regex: 'a' }, { display: { type: 'matches', count: 0, files: 0 } }),
    line('list_files', { path: 'src' }),
    line('read_file', { files: [{ path: 'a' }, { path: 'b' }] }),
    line('switch_mode', { mode_slug: 'code' }),
    line('update_todo_list', { todos: '' }),
    line('frobnicate', { path: 'a' }),
  ]).toEqual([
    'Read src/a.ts 1–80',
    'Edited src/a.ts',
    'Created src/a.ts',
    'Ran npm test exit 0 in 4 s',
    'Ran npm test ended by its time limit',
    'Searched a|b 12 matches in 3 files',
    'Searched a 1 match in 1 file',
    'Searched a nothing found',
    'Listed src',
    'Read a, b',
    'Switched mode to code',
    'Updated the todo list',
    'Used frobnicate a',
  ])
})

test('the tense is that of the call', () => {
  const edited = (facts: Partial<Facts>) => line('edit_file', { path: 'a.ts' }, facts)
  expect([
    edited({ status: 'pending', outcome: null }),
    edited({ status: 'running', outcome: null }),
    edited({ status: 'finished', outcome: 'error' }),
    edited({ status: 'finished', outcome: 'rejected' }),
    edited({}),
  ]).toEqual(['Edit a.ts', 'Editing a.ts', 'Edit a.ts', 'Edit a.ts', 'Edited a.ts'])
})

test('arguments that are no object leave the target out', () => {
  expect(['{"path": "a', '[]', 'null', '', '{"path": 3}'].map((args) => line('read_file', args))).toEqual(
    Array(5).fill('Read'),
  )
})
