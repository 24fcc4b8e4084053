import { expect, test } from 'vitest'
import { createToasts } from '../state/toasts.ts'
import { aTask } from '../testing/a-task.ts'
import { doToEach, nameTasks, tellRefused } from './do-to-each.ts'

const tasks = ['1', '2', '3'].map((name) => aTask(name))

test('goes on after a refusal, and names the task where the refusal does not', async () => {
  const { done, refused } = await doToEach(tasks, async ({ displayId }) => {
    if (displayId === 'TL-1') throw new Error('TL-1 is at work.')
    if (displayId === 'TL-2') throw new Error('The disk is full.')
  })
  expect([done.map(nameTask), refused]).toEqual([['TL-3'], ['TL-1 is at work.', 'TL-2: The disk is full.']])
})
const nameTask = (task: (typeof tasks)[number]) => nameTasks([task])

test('says in one toast what was refused: of one, of all, or of some', () => {
  const toasts = createToasts()
  tellRefused(toasts, 'archived', tasks, [])
  tellRefused(toasts, 'archived', tasks.slice(0, 1), ['No.'])
  tellRefused(toasts, 'archived', tasks, ['A.', 'B.', 'C.'])
  tellRefused(toasts, 'archived', tasks, ['A.', 'B.'])
  expect(toasts.store.getState().map(({ title, detail }) => [title, detail])).toEqual([
    ['TL-1 was not archived', 'No.'],
    ['Nothing was archived', 'A. B. C.'],
    ['Not everything was archived', 'A. B.'],
  ])
})
