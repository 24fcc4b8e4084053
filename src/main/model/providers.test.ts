import { describe, expect, it } from 'vitest'
import type { ProviderId } from '../../contract/ids.ts'
import type { Provider } from '../../contract/provider.ts'
import { createProviders, demoProvider, environmentProvider } from './providers.ts'

function setUp(environment: Record<string, string> = {}) {
  const stored: Provider[] = []
  const keys = new Map<string, string>()
  let chosen: ProviderId | null = null
  const providers = createProviders({
    rows: {
      list: () => stored,
      save(provider) {
        const at = stored.findIndex(({ id }) => id === provider.id)
        stored.splice(at < 0 ? stored.length : at, 1, provider)
      },
      remove: (id) =>
        void stored.splice(
          stored.findIndex((one) => one.id === id),
          1,
        ),
      getDefault: () => chosen,
      setDefault(id) {
        chosen = id
      },
    },
    secrets: {
      get: async (name) => keys.get(name) ?? null,
      set: async (name, value) => void keys.set(name, value),
      remove: async (name) => void keys.delete(name),
    },
    environment,
    demo: async () => ({ baseUrl: 'http://127.0.0.1:1/v1', model: 'treeline-demo' }),
  })
  const save = (name: string, key = `key of ${name}`, modelByMode = {}) =>
    providers.save({
      name,
      baseUrl: `https://${name}.example/v1`,
      model: `${name}-model`,
      modelByMode,
      prices: {},
      contextWindow: null,
      key,
    })
  return { providers, save, keys }
}

const any = { providerId: null, mode: 'code', model: null }

describe('providers', () => {
  it('says in words what to do when none is set up', async () => {
    await expect(setUp().providers.endpoint(any)).rejects.toThrow('No model provider is set up')
  })

  it('makes the first one the default, and never shows a key', async () => {
    const { providers, save } = setUp()
    await save('one')
    await save('two')
    const states = await providers.list()
    expect(states.map(({ name, isDefault, hasKey }) => [name, isDefault, hasKey])).toEqual([
      ['one', true, true],
      ['two', false, true],
      ['Scripted demo (not a model)', false, true],
    ])
    expect(JSON.stringify(states)).not.toContain('key of')
  })

  it('sends each server its own key, whichever is the default', async () => {
    const { providers, save } = setUp()
    await save('one')
    const two = await save('two')
    expect((await providers.endpoint(any)).endpoint).toMatchObject({
      baseUrl: 'https://one.example/v1',
      apiKey: 'key of one',
    })
    expect((await providers.endpoint({ ...any, providerId: two.id })).endpoint.apiKey).toBe('key of two')
  })

  it('takes a model for the task, else for the mode, else the provider’s', async () => {
    const { providers, save } = setUp()
    await save('one', '', { architect: 'strong' })
    const model = async (mode: string, own: string | null) =>
      (await providers.endpoint({ providerId: null, mode, model: own })).endpoint.model
    expect([
      await model('architect', null),
      await model('code', null),
      await model('architect', 'own'),
    ]).toEqual(['strong', 'one-model', 'own'])
    expect([providers.modelForMode(null, 'architect'), providers.modelForMode(null, 'code')]).toEqual([
      'strong',
      null,
    ])
  })

  it('puts the environment’s server first and gives no other server its key', async () => {
    const { providers, save } = setUp({
      TREELINE_BASE_URL: 'http://127.0.0.1:8080/v1',
      TREELINE_API_KEY: 'from the environment',
      TREELINE_MODEL: 'local',
    })
    const one = await save('one')
    expect(await providers.endpoint(any)).toMatchObject({
      providerId: environmentProvider,
      endpoint: { apiKey: 'from the environment', model: 'local' },
    })
    expect((await providers.endpoint({ ...any, providerId: one.id })).endpoint.apiKey).toBe('key of one')
  })

  it('lets a key and a model alone in the environment stand in for the default provider’s', async () => {
    const { providers, save } = setUp({ TREELINE_API_KEY: 'mine', TREELINE_MODEL: 'other' })
    await save('one')
    const two = await save('two')
    expect((await providers.endpoint(any)).endpoint).toMatchObject({ apiKey: 'mine', model: 'other' })
    expect((await providers.endpoint({ ...any, providerId: two.id })).endpoint.apiKey).toBe('key of two')
  })

  it('understands the variables of the OpenAI SDK', async () => {
    const { providers } = setUp({ OPENAI_API_KEY: 'sdk', OPENAI_BASE_URL: 'https://gateway.example/v1' })
    expect((await providers.endpoint(any)).endpoint).toMatchObject({
      baseUrl: 'https://gateway.example/v1',
      apiKey: 'sdk',
    })
  })

  it('says which address in the environment is none', () => {
    expect(() => setUp({ TREELINE_BASE_URL: 'localhost:8080' })).toThrow('localhost:8080')
  })

  it('removes a key with its provider, and on an empty one', async () => {
    const { providers, save, keys } = setUp()
    const one = await save('one')
    await providers.save({ ...one, key: '' })
    expect(keys.size).toBe(0)
    await providers.save({ ...one, key: 'again' })
    await providers.remove(one.id)
    expect([keys.size, (await providers.list()).length]).toEqual([0, 1])
  })

  it('lets nobody change what is made at start, and gives way from the demo to the first real one', async () => {
    const { providers, save } = setUp()
    providers.setDefault(demoProvider)
    expect((await providers.endpoint(any)).providerId).toBe(demoProvider)
    const one = await save('one')
    expect((await providers.endpoint(any)).providerId).toBe(one.id)
    await expect(providers.save({ ...one, id: demoProvider })).rejects.toThrow('cannot be changed here')
  })
})
