import { expect, test } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import { aTask } from '../testing/a-task.ts'
import { describeDrop } from './describe-drop.ts'

const tasks = [
  aTask('1'),
  aTask('2', { parentId: '1' }),
  aTask('3', { parentId: '2', awaited: true }),
  aTask('4'),
  aTask('5', { archivedAt: 1 }),
  aTask('6', { workspaceId: 'wsp_2' as never }),
]
const known = new Map(tasks.map((task) => [task.id, task]))
const drop = (dragged: string, over: string | null | undefined) => {
  const chosen = [...dragged].flatMap((name) => known.get(`tsk_${name}` as TaskId) ?? [])
  const place = typeof over === 'string' ? (`tsk_${over}` as TaskId) : over
  const { words, why, place: found } = describeDrop(chosen, place, known)
  return [found === undefined ? 'nowhere' : why === null ? 'yes' : 'no', words]
}

test.each([
  ['4', '1', 'yes', 'Nest TL-4 under TL-1'],
  ['24', '1', 'no', 'TL-2 is nested under TL-1 already.'],
  ['2', '4', 'yes', 'Nest TL-2 under TL-4'],
  ['1', '3', 'no', 'TL-3 lies below TL-1 itself.'],
  ['3', '4', 'no', 'TL-2 asked for TL-3 and has not had its result. Wait for it, or cancel it first.'],
  ['4', '5', 'no', 'TL-5 is archived. Take it out of the archive first.'],
  ['4', '6', 'no', 'TL-4 and TL-6 belong to different workspaces.'],
  ['4', '4', 'nowhere', 'TL-4 stays in place.'],
  ['2', null, 'yes', 'Make TL-2 a root'],
  ['3', null, 'no', 'TL-2 asked for TL-3 and has not had its result. Wait for it, or cancel it first.'],
  ['4', null, 'nowhere', 'Drop TL-4 on a task to nest it there.'],
  ['24', undefined, 'nowhere', 'Drop 2 tasks on a task to nest them there, here to make it a root.'],
])('%s dropped on %s: %s, %s', (dragged, over, can, words) => {
  expect(drop(dragged, over)).toEqual([can, words])
})
