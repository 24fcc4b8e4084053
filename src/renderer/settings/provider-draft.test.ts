import { expect, test } from 'vitest'
import type { ProviderState } from '../../contract/provider.ts'
import { draftOf, readDraft } from './provider-draft.ts'

const provider: ProviderState = {
  id: 'prv_1' as never,
  name: 'Gateway',
  baseUrl: 'https://gateway.example/v1',
  model: 'big',
  modelByMode: { code: 'small' },
  prices: { big: { input: 1.5, output: 10 }, small: { input: 0, output: 0.5, cachedInput: 0.1 } },
  contextWindow: 200_000,
  source: 'stored',
  hasKey: true,
  isDefault: true,
}

test('a provider that nobody changed is saved as it was, its key untouched', () => {
  const { source: _source, hasKey: _hasKey, isDefault: _isDefault, ...same } = provider
  expect(readDraft(draftOf(provider), provider.id)).toEqual({ ok: true, value: same })
})

test('a new provider needs an address and a model, and is named after its host', () => {
  expect(readDraft(draftOf(null), undefined)).toMatchObject({
    ok: false,
    faults: { baseUrl: expect.any(String), model: expect.any(String) },
  })
  const filled = { ...draftOf(null), baseUrl: ' http://localhost:11434/v1/ ', model: ' llama ', key: ' k ' }
  expect(readDraft(filled, undefined)).toMatchObject({
    ok: true,
    value: { name: 'localhost:11434', baseUrl: 'http://localhost:11434/v1', model: 'llama', key: 'k' },
  })
})

test('prices and windows that are no numbers are refused, empty lines passed over', () => {
  const draft = { ...draftOf(provider), contextWindow: 'many' }
  draft.prices = [
    { model: '', input: 'x', output: '', cachedInput: '' },
    { model: 'big', input: '', output: '1', cachedInput: '' },
  ]
  expect(readDraft(draft, provider.id)).toMatchObject({
    ok: false,
    faults: { contextWindow: expect.any(String), prices: expect.stringContaining('big') },
  })
  expect(readDraft({ ...draftOf(provider), prices: draft.prices.slice(0, 1) }, provider.id)).toMatchObject({
    ok: true,
    value: { prices: {} },
  })
})
