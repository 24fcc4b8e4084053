import { implement } from '@orpc/server'
import { afterEach, expect, test, vi } from 'vitest'
import { contract } from '../../contract/api.ts'
import type { TreeFrame } from '../../contract/task-api.ts'
import { createTreeStore } from '../state/tree-store.ts'
import { aTask } from '../testing/a-task.ts'
import { createTestConnection } from '../testing/test-connection.ts'
import { createConnection, Refused } from './connection.ts'
import { errorCode } from './error-text.ts'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

const os = implement(contract)
const router = {
  workspaces: { suggest: os.workspaces.suggest.handler(({ input }) => [input.prefix]) },
  tasks: {
    watch: os.tasks.watch.handler(async function* (): AsyncGenerator<TreeFrame> {
      yield { type: 'snapshot', tasks: [aTask('1')] }
      yield { type: 'changed', tasks: [aTask('2')], removed: [] }
      await new Promise(() => {})
    }),
  },
}

test('a call made before the first line is there waits for it', async () => {
  const { connection } = createTestConnection(router)
  cleanups.push(connection.dispose)
  expect(connection.state.getState().status).toBe('connecting')
  expect(await connection.client.workspaces.suggest({ prefix: 'a' })).toEqual(['a'])
})

test('a lost line is told, calls are refused meanwhile, and the same client works on the next one', async () => {
  const { connection, cut, setDown } = createTestConnection(router)
  cleanups.push(connection.dispose)
  await connection.client.workspaces.suggest({ prefix: 'a' })
  setDown(true)
  cut()
  await vi.waitFor(() => expect(connection.state.getState()).toMatchObject({ status: 'offline' }))
  const refused = await connection.client.workspaces.suggest({ prefix: 'b' }).catch(errorCode)
  expect(refused).toBe('OFFLINE')
  setDown(false)
  connection.retryNow()
  await vi.waitFor(() => expect(connection.state.getState().status).toBe('online'))
  expect(await connection.client.workspaces.suggest({ prefix: 'c' })).toEqual(['c'])
})

test('offline keeps the moment it began over failed tries', async () => {
  const { connection, cut, setDown, dials } = createTestConnection(router)
  cleanups.push(connection.dispose)
  await connection.client.workspaces.suggest({ prefix: 'a' })
  setDown(true)
  cut()
  await vi.waitFor(() => expect(dials()).toBeGreaterThan(2))
  const state = connection.state.getState()
  if (state.status !== 'offline') throw new Error(`It is ${state.status}.`)
  expect(state.retryAt - state.since).toBeGreaterThan(500)
})

test('a host that does not want us is not asked again until a person says so', async () => {
  let dials = 0
  const connection = createConnection(async () => {
    dials += 1
    throw new Refused('Open the link again.')
  })
  cleanups.push(connection.dispose)
  await vi.waitFor(() =>
    expect(connection.state.getState()).toEqual({ status: 'refused', message: 'Open the link again.' }),
  )
  expect(dials).toBe(1)
  connection.retryNow()
  await vi.waitFor(() => expect(dials).toBe(2))
})

test('the tree is whole again after every cut', async () => {
  const { connection, cut } = createTestConnection(router)
  const tree = createTreeStore(connection, (run) => run())
  cleanups.push(tree.dispose, connection.dispose)
  const ids = () => [...tree.store.getState().tasks.keys()]
  await vi.waitFor(() => expect(ids()).toEqual(['tsk_1', 'tsk_2']))
  cut()
  await vi.waitFor(() => expect(connection.state.getState().status).toBe('offline'))
  await vi.waitFor(() => expect(connection.state.getState().status).toBe('online'))
  await vi.waitFor(() => expect(ids()).toEqual(['tsk_1', 'tsk_2']))
})
