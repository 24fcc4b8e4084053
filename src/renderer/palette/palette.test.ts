import { expect, test } from 'vitest'
import { appCommands } from '../../contract/app-commands.ts'
import type { Place } from '../state/navigation.ts'
import { applyTreeFrame, emptyTree } from '../state/tree-index.ts'
import { aTask } from '../testing/a-task.ts'
import { leaveAlone } from './bind-keys.ts'
import { scoreCommand } from './command-items.tsx'
import { isCommandId } from './commands.ts'
import { deeds } from './deeds.ts'
import { findTasks } from './find-tasks.ts'
import { childToVisit, neighbour, nextWaiting, tasksInOrder } from './go-to-task.ts'

const tasks = [
  aTask('1', { title: 'Shop', status: 'awaiting_subtask', updatedAt: 5 }),
  aTask('2', { parentId: '1', title: 'Design', status: 'completed', updatedAt: 9 }),
  aTask('3', { parentId: '1', title: 'Build', status: 'awaiting_approval', updatedAt: 7 }),
  aTask('4', { title: 'Search', status: 'awaiting_input', updatedAt: 3 }),
  aTask('9', { workspaceId: 'wsp_2' as never, title: 'Elsewhere', status: 'awaiting_input' }),
]
const tree = applyTreeFrame(emptyTree, { type: 'snapshot', tasks })
const at = (taskId: string | null): Place => ({
  workspaceId: 'wsp_1' as never,
  front: null,
  taskId: taskId as never,
})

test('every command has a deed, and nothing else has', () => {
  expect(Object.keys(deeds).sort()).toEqual(appCommands.map(({ id }) => id).sort())
  expect([isCommandId('task.new'), isCommandId('task.explode'), isCommandId(7)]).toEqual([true, false, false])
})

test('previous and next follow the tree and go round', () => {
  expect(tasksInOrder(tree, at(null))).toEqual(['tsk_4', 'tsk_1', 'tsk_2', 'tsk_3'])
  expect(neighbour(tree, at('tsk_3'), 1)).toBe('tsk_4')
  expect(neighbour(tree, at('tsk_4'), -1)).toBe('tsk_3')
  expect(neighbour(tree, at(null), 1)).toBe('tsk_4')
})

test('what waits is found below first, then from the top, then elsewhere', () => {
  expect(nextWaiting(tree, at('tsk_4'))).toBe('tsk_3')
  expect(nextWaiting(tree, at('tsk_3'))).toBe('tsk_4')
  expect(nextWaiting(tree, { ...at(null), workspaceId: 'wsp_3' as never })).toBe('tsk_9')
  expect(nextWaiting(emptyTree, at(null))).toBeNull()
})

test('going down leads to the child that needs one most', () => {
  expect(childToVisit(tree, 'tsk_1' as never)).toBe('tsk_3')
  expect(childToVisit(tree, 'tsk_2' as never)).toBeNull()
})

test('quick open puts an exact number first, then the last active', () => {
  const found = (text: string) => findTasks(tasks, text, 3).map((task) => task.displayId)
  expect(found('')).toEqual(['TL-2', 'TL-3', 'TL-1'])
  expect(found('tl-4')).toEqual(['TL-4'])
  expect(found('SE')).toEqual(['TL-4', 'TL-9'])
})

test('keys that write, compose or are taken already are not commands', () => {
  const press = (change: Partial<Parameters<typeof leaveAlone>[0]>) =>
    leaveAlone({
      defaultPrevented: false,
      isComposing: false,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      key: '?',
      target: null,
      ...change,
    })
  const field = { tagName: 'TEXTAREA' } as never
  expect([
    press({}),
    press({ target: field }),
    press({ target: { isContentEditable: true } as never }),
    press({ target: field, ctrlKey: true, key: 'k' }),
    press({ target: field, key: 'F2' }),
    press({ ctrlKey: true, defaultPrevented: true }),
    press({ ctrlKey: true, isComposing: true }),
  ]).toEqual([false, true, true, false, false, true, true])
})

test('what cannot be done now is found after everything that can', () => {
  const scores = ['Retry Task…', 'Not now: Retry Task…', 'Toggle Task List'].map((line) =>
    scoreCommand(line, 'task'),
  )
  expect(scores.every((score) => score > 0)).toBe(true)
  expect(Math.min(...scores)).toBe(scores[1])
  expect(scoreCommand('Not now: Retry Task…', 'not now')).toBe(0)
})
