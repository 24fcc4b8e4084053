import { expect, test } from 'vitest'
import type { ProviderState } from '../../../contract/provider.ts'
import { knownModels, modelInForce } from './choose-model.ts'

const provider = (id: string, facts: Partial<ProviderState> = {}): ProviderState => ({
  id: id as ProviderState['id'],
  name: id,
  baseUrl: 'http://localhost/v1',
  model: `${id}-model`,
  modelByMode: { orchestrator: `${id}-strong` },
  prices: {},
  contextWindow: null,
  source: 'stored',
  hasKey: true,
  isDefault: false,
  ...facts,
})
const providers = [provider('a'), provider('b', { isDefault: true })]
const inForce = (providerId: string | null, model: string | null, mode: string) => {
  const found = modelInForce(providers, { providerId: providerId as never, model, mode })
  return found && `${found.providerId} ${found.model}`
}

test('what was chosen wins over the mode’s model, and that over the provider’s', () => {
  expect([
    inForce(null, null, 'code'),
    inForce(null, null, 'orchestrator'),
    inForce('a', null, 'orchestrator'),
    inForce('a', 'mine', 'orchestrator'),
    inForce('gone', null, 'code'),
  ]).toEqual(['b b-model', 'b b-strong', 'a a-strong', 'a mine', 'b b-model'])
  expect(modelInForce([], { providerId: null, model: null, mode: 'code' })).toBeNull()
})

test('every model that is known of a provider is offered once', () => {
  const known = provider('a', {
    prices: { 'a-model': { input: 1, output: 1 }, cheap: { input: 0, output: 0 } },
  })
  expect(knownModels(known, 'mine')).toEqual(['a-model', 'a-strong', 'cheap', 'mine'])
  expect(knownModels(known, 'cheap')).toEqual(['a-model', 'a-strong', 'cheap'])
})
