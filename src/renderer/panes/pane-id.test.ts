import { expect, test } from 'vitest'
import type { Pane } from '../state/navigation.ts'
import { freeId, paneName, readPane } from './pane-id.ts'

const panes: Pane[] = [
  { type: 'task', taskId: 'tsk_1' as never },
  { type: 'plan', taskId: 'tsk_1' as never },
  { type: 'new-task', workspaceId: 'wsp_1' as never },
  { type: 'inbox' },
  { type: 'search' },
  { type: 'modes' },
  { type: 'settings' },
]

test('every pane is read back from what was kept, and has a name of its own', () => {
  expect(panes.map((pane) => readPane(JSON.parse(JSON.stringify(pane))))).toEqual(panes)
  expect(new Set(panes.map(paneName)).size).toBe(panes.length)
})

test('what is no pane is none', () => {
  for (const value of [null, 7, 'task', {}, { type: 'task' }, { type: 'plan' }, { type: 'gone' }]) {
    expect(readPane(value)).toBeNull()
  }
})

test('a pane shown again gets a number', () => {
  const taken = new Set(['task tsk_1', 'task tsk_1 #2'])
  expect(freeId('task tsk_1', (id) => taken.has(id))).toBe('task tsk_1 #3')
})
