import { expect, test } from 'vitest'
import type { WorkspaceId } from '../../contract/ids.ts'
import { openStoreForTest, temporaryStore } from '../testing/sample-store.ts'

test('makes a workspace the first time and finds it again', () => {
  const { store } = temporaryStore()
  const made = store.workspaces.open('/home/me/my-web-app', 5)
  expect(made).toEqual({
    id: expect.stringMatching(/^wsp_[0-9A-Z]{26}$/),
    path: '/home/me/my-web-app',
    name: 'my-web-app',
    prefix: 'MWA',
    trusted: false,
    openedAt: 5,
  })
  expect(store.workspaces.open('/home/me/my-web-app', 9)).toEqual({ ...made, openedAt: 9 })
  expect(store.workspaces.get(made.id)).toEqual({ ...made, openedAt: 9 })
  expect(store.workspaces.get('wsp_none' as WorkspaceId)).toBeNull()
})

test('lists the one opened last first', () => {
  const { store } = temporaryStore()
  store.workspaces.open('/a', 1)
  store.workspaces.open('/b', 2)
  store.workspaces.open('/c', 2)
  store.workspaces.open('/a', 3)
  expect(store.workspaces.list().map(({ path }) => path)).toEqual(['/a', '/c', '/b'])
})

test('gives every workspace a prefix of its own', () => {
  const { store } = temporaryStore()
  const prefixes = ['/1/treeline', '/2/treeline', '/3/TREELINE', '/'].map(
    (path) => store.workspaces.open(path, 1).prefix,
  )
  expect(prefixes).toEqual(['TR', 'TRE', 'TRL', 'TL'])
})

test('is trusted when someone says so, and only then', () => {
  const { store } = temporaryStore()
  const { id, path } = store.workspaces.open('/a', 1)
  expect(store.workspaces.setTrust(id, true).trusted).toBe(true)
  expect(store.workspaces.open(path, 2).trusted).toBe(true)
  expect(store.workspaces.open('/b', 2).trusted).toBe(false)
  expect(store.workspaces.setTrust(id, false).trusted).toBe(false)
})

test('counts display ids up and gives none twice, across restarts too', () => {
  const { store, folder } = temporaryStore()
  const a = store.workspaces.open('/oak', 1)
  const b = store.workspaces.open('/birch', 1)
  const next = [a, b, a, a].map(({ id }) => store.workspaces.nextDisplayId(id))
  expect(next).toEqual(['OA-1', 'BI-1', 'OA-2', 'OA-3'])
  store.dispose()
  expect(openStoreForTest(folder).workspaces.nextDisplayId(a.id)).toBe('OA-4')
})

test('an unknown workspace is said to be one', () => {
  const { workspaces } = temporaryStore().store
  const none = 'wsp_none' as WorkspaceId
  expect(() => workspaces.setTrust(none, true)).toThrow(expect.objectContaining({ code: 'not_found' }))
  expect(() => workspaces.nextDisplayId(none)).toThrow(expect.objectContaining({ code: 'not_found' }))
})
