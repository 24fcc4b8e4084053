import { implement } from '@orpc/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { contract } from '../../contract/api.ts'
import type { TreeFrame } from '../../contract/task-api.ts'
import { aTask } from '../testing/a-task.ts'
import { createTestConnection } from '../testing/test-connection.ts'
import { createTreeStore } from './tree-store.ts'

function setUp(frames: (time: number) => AsyncGenerator<TreeFrame>) {
  let times = 0
  const { connection, cut } = createTestConnection({
    tasks: { watch: implement(contract).tasks.watch.handler(() => frames(++times)) },
  })
  const tree = createTreeStore(connection, (run) => run())
  onTestFinished(() => {
    tree.dispose()
    connection.dispose()
  })
  return { tree, cut }
}
const forever = () => new Promise(() => {})
const snapshot = (names: string[]) => ({ type: 'snapshot' as const, tasks: names.map((name) => aTask(name)) })

test('a tree that comes in pieces is one, and is shown when all of it is there', async () => {
  const { tree } = setUp(async function* () {
    yield { ...snapshot(['1', '2']), more: true }
    yield { ...snapshot(['3']), more: true }
    yield snapshot(['4'])
    yield { type: 'changed', tasks: [aTask('5')], removed: [aTask('1').id] }
    await forever()
  })
  const sizes: number[] = []
  tree.store.subscribe(({ tasks }) => sizes.push(tasks.size))
  const heard: string[] = []
  tree.listen(({ type, tasks }) => heard.push(`${type} ${tasks.length}`))
  await vi.waitFor(() => expect(heard).toEqual(['snapshot 4', 'changed 1']))
  expect([...tree.store.getState().tasks.keys()]).toEqual(['2', '3', '4', '5'].map((name) => aTask(name).id))
  expect(sizes[0]).toBe(4)
})

test('pieces of a line that was cut are forgotten', async () => {
  const { tree, cut } = setUp(async function* (time) {
    if (time === 1) {
      yield { ...snapshot(['1', '2']), more: true }
      cut()
    } else yield snapshot(['3'])
    await forever()
  })
  await vi.waitFor(() => expect(tree.store.getState().ready).toBe(true))
  expect([...tree.store.getState().tasks.keys()]).toEqual([aTask('3').id])
})
