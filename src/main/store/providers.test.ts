import { expect, onTestFinished, test } from 'vitest'
import type { ProviderId } from '../../contract/ids.ts'
import type { Provider } from '../../contract/provider.ts'
import { openStoreForTest, temporaryStore } from '../testing/sample-store.ts'
import { connectForWriting } from './database.ts'
import { databasePath } from './open-database.ts'

const provider = (name: string, change: Partial<Provider> = {}): Provider => ({
  id: `prv_${name}` as ProviderId,
  name,
  baseUrl: 'http://localhost:11434/v1',
  model: 'm-1',
  modelByMode: { orchestrator: 'm-2' },
  prices: { 'm-1': { input: 1, output: 2.5 } },
  contextWindow: 32_000,
  ...change,
})

test('keeps providers in the order in which they were made, changes included', () => {
  const { folder, store } = temporaryStore()
  for (const name of ['z', 'a', 'm']) store.providers.save(provider(name))
  store.providers.save(provider('z', { model: 'm-3', contextWindow: null }))
  const expected = [provider('z', { model: 'm-3', contextWindow: null }), provider('a'), provider('m')]
  expect(store.providers.list()).toEqual(expected)
  store.dispose()
  expect(openStoreForTest(folder).providers.list()).toEqual(expected)
})

test('the default goes with its provider', () => {
  const { providers } = temporaryStore().store
  providers.save(provider('a'))
  providers.save(provider('b'))
  expect(providers.getDefault()).toBeNull()
  providers.setDefault(provider('a').id)
  providers.remove(provider('b').id)
  expect(providers.getDefault()).toBe('prv_a')
  providers.remove(provider('a').id)
  expect([providers.getDefault(), providers.list()]).toEqual([null, []])
})

test('a provider that is made at start can be the default without a row', () => {
  const { providers } = temporaryStore().store
  providers.setDefault('demo' as ProviderId)
  expect([providers.getDefault(), providers.list()]).toEqual(['demo', []])
})

test('a damaged provider is named and can be removed', () => {
  const { folder, store } = temporaryStore()
  store.providers.save(provider('a'))
  store.providers.save(provider('b'))
  const database = connectForWriting(databasePath(folder))
  onTestFinished(() => {
    database.close()
  })
  database.exec(`UPDATE providers SET definition = '{' WHERE id = 'prv_a'`)
  expect(() => store.providers.list()).toThrow(
    expect.objectContaining({ code: 'storage_failed', message: expect.stringContaining('prv_a') }),
  )
  store.providers.remove('prv_a' as ProviderId)
  expect(store.providers.list()).toEqual([provider('b')])
})
