import { expect, it } from 'vitest'
import { aTask } from '../testing/a-task.ts'
import { applyTreeFrame, emptyTree } from './tree-index.ts'
import { describeWait, throughWhom, whyWaiting } from './why-waiting.ts'

const treeOf = (...tasks: ReturnType<typeof aTask>[]) =>
  applyTreeFrame(emptyTree, { type: 'snapshot', tasks })
const parent = aTask('1', { status: 'awaiting_subtask', activity: 'waits for TL-2' })
const paused = { status: 'paused', needs: 'key', statusReason: 'The server refused the key.' } as const
const why = (...tasks: ReturnType<typeof aTask>[]) => whyWaiting(treeOf(parent, ...tasks), parent.id)

it('says for whom a parent waits, and why that one does not go on', () => {
  expect([
    why(aTask('2', { parentId: '1' })),
    why(aTask('2', { parentId: '1', ...paused })),
    why(aTask('2', { parentId: '1', status: 'paused', statusReason: 'Stopped by you.' })),
    why(aTask('2', { parentId: '1', waits: { for: 'offline', until: 9 } })),
    why(aTask('2', { parentId: '1', waits: { for: 'rate_limited', until: 9 } })),
  ]).toEqual([
    'waits for TL-2',
    'waits for TL-2, which needs a key: The server refused the key.',
    'waits for TL-2, which is paused: Stopped by you.',
    'waits for TL-2, which is offline and goes on by itself when the network is back',
    'waits for TL-2, which waits for the server’s rate limit',
  ])
})

it('looks as deep as it takes, and past those that hold up nobody', () => {
  const middle = aTask('2', { parentId: '1', status: 'awaiting_subtask' })
  expect(why(middle, aTask('3', { parentId: '2', ...paused }))).toMatch(/^waits for TL-3, which needs a key/)
  expect(why(aTask('2', { parentId: '1', background: true, ...paused }))).toBe('waits for TL-2')
  expect(why(aTask('2', { parentId: '1', status: 'completed', waits: null }))).toBe('waits for TL-2')
})

it('counts the seconds of a wait, but not of being offline', () => {
  expect([
    describeWait('rate_limited', 42),
    describeWait('offline', 42),
    describeWait('malformed', 1),
  ]).toEqual([
    'waits 42 s for the server’s rate limit',
    'offline: goes on by itself when the network is back',
    'waits 1 s for another try',
  ])
})

it('names the tasks between one and its root, from the root down', () => {
  const tree = treeOf(
    parent,
    aTask('2', { parentId: '1' }),
    aTask('3', { parentId: '2' }),
    aTask('4', { parentId: '3' }),
  )
  const through = (name: string) =>
    throughWhom(tree, `tsk_${name}` as never).map(({ displayId }) => displayId)
  expect(['1', '2', '3', '4', 'gone'].map(through)).toEqual([[], [], ['TL-2'], ['TL-2', 'TL-3'], []])
})
