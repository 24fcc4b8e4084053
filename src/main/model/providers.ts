import { AppError } from '../../contract/app-error.ts'
import type { ProviderId } from '../../contract/ids.ts'
import { type Provider, type ProviderState, providerSchema } from '../../contract/provider.ts'
import { newId } from '../base/new-id.ts'
import type { Endpoint } from './model-client.ts'

/** The provider that the environment's variables make, and the one that plays the demo. */
export const environmentProvider = 'environment' as ProviderId
export const demoProvider = 'demo' as ProviderId

/** What the providers need from outside: rows, keys, the environment and the demo's server. */
export type ProvidersDeps = {
  rows: {
    list(): Provider[]
    save(provider: Provider): void
    remove(id: ProviderId): void
    getDefault(): ProviderId | null
    setDefault(id: ProviderId): void
  }
  secrets: {
    get(name: string): Promise<string | null>
    set(name: string, value: string): Promise<void>
    remove(name: string): Promise<void>
  }
  environment: Readonly<Record<string, string | undefined>>
  /** Starts the demo's model server once and gives its address. */
  demo(): Promise<{ baseUrl: string; model: string }>
}

/** Where models are reached: stored providers, the environment's, and the demo. */
export type Providers = {
  list(): Promise<ProviderState[]>
  /** Throws AppError `provider_missing` in words when nothing is configured. */
  endpoint(request: { providerId: ProviderId | null; mode: string; model: string | null }): Promise<{
    providerId: ProviderId
    endpoint: Endpoint
  }>
  /** The model a provider names for just this mode, or null. */
  modelForMode(providerId: ProviderId | null, mode: string): string | null
  save(change: SavedProvider): Promise<ProviderState>
  remove(id: ProviderId): Promise<void>
  setDefault(id: ProviderId): void
  /** The stored key of a provider, for a connection test; null when there is none. */
  key(id: ProviderId): Promise<string | null>
}

/** A provider to keep. Without an id it is new; a key of undefined stays, an empty one is removed. */
export type SavedProvider = Omit<Provider, 'id'> & { id?: ProviderId | undefined; key?: string | undefined }

/** Makes the providers over rows, secrets, the environment and the demo. */
export function createProviders({ rows, secrets, environment, demo }: ProvidersDeps): Providers {
  const fromEnvironment = environmentProviderOf(environment)

  const find = (id: ProviderId | null): Provider | null => {
    const wanted = id ?? defaultId()
    if (wanted === environmentProvider) return fromEnvironment?.provider ?? null
    return rows.list().find((provider) => provider.id === wanted) ?? null
  }

  function defaultId(): ProviderId | null {
    if (fromEnvironment !== null) return environmentProvider
    return rows.getDefault() ?? rows.list()[0]?.id ?? null
  }

  /**
   * A key goes to the server it is for: the environment's to the environment's own server or, where the
   * environment names none, to the default provider in place of its stored key.
   */
  async function keyOf({ id }: Provider): Promise<{ apiKey: string; keyFromEnvironment: boolean }> {
    if (id === environmentProvider) return { apiKey: fromEnvironment?.apiKey ?? '', keyFromEnvironment: true }
    const overridden = fromEnvironment === null && id === defaultId() ? environment.TREELINE_API_KEY : ''
    if (overridden) return { apiKey: overridden, keyFromEnvironment: true }
    return { apiKey: (await secrets.get(secretName(id))) ?? '', keyFromEnvironment: false }
  }

  async function stateOf(provider: Provider, source: ProviderState['source']): Promise<ProviderState> {
    const hasKey =
      source === 'environment'
        ? fromEnvironment?.apiKey !== ''
        : (await secrets.get(secretName(provider.id))) !== null
    return { ...provider, source, hasKey, isDefault: provider.id === defaultId() }
  }

  return {
    async list() {
      const stored = await Promise.all(rows.list().map((provider) => stateOf(provider, 'stored')))
      const own = fromEnvironment === null ? [] : [await stateOf(fromEnvironment.provider, 'environment')]
      return [...own, ...stored, demoState(defaultId() === demoProvider)]
    },

    async endpoint({ providerId, mode, model }) {
      const wanted = providerId ?? defaultId()
      if (wanted === demoProvider) {
        const { baseUrl, model: played } = await demo()
        return { providerId: demoProvider, endpoint: { baseUrl, apiKey: 'demo', model: played, price: null } }
      }
      const provider = find(wanted)
      if (provider === null) throw new AppError('provider_missing', missing(wanted))
      const chosen = model || environment.TREELINE_MODEL || provider.modelByMode[mode] || provider.model
      const { apiKey, keyFromEnvironment } = await keyOf(provider)
      return {
        providerId: provider.id,
        endpoint: {
          baseUrl: provider.baseUrl,
          apiKey,
          model: chosen,
          price: provider.prices[chosen] ?? null,
          name: provider.name,
          keyFromEnvironment,
          contextWindow: provider.contextWindow,
        },
      }
    },

    modelForMode: (providerId, mode) => find(providerId)?.modelByMode[mode] ?? null,

    async save({ key, id, ...fields }) {
      if (id === environmentProvider || id === demoProvider) {
        throw new AppError('not_allowed', 'This provider is made at start and cannot be changed here.')
      }
      const provider = providerSchema.parse({ ...fields, id: id ?? newId('prv') })
      rows.save(provider)
      if (key === '') await secrets.remove(secretName(provider.id))
      else if (key !== undefined) await secrets.set(secretName(provider.id), key)
      const chosen = rows.getDefault()
      if (chosen === null || chosen === demoProvider) rows.setDefault(provider.id)
      return stateOf(provider, 'stored')
    },

    async remove(id) {
      if (rows.list().every((provider) => provider.id !== id)) {
        throw new AppError('not_found', 'That provider is not there any more.')
      }
      rows.remove(id)
      await secrets.remove(secretName(id))
    },

    setDefault(id) {
      const known =
        id === demoProvider || id === environmentProvider || rows.list().some((one) => one.id === id)
      if (!known) throw new AppError('not_found', 'That provider is not there any more.')
      rows.setDefault(id)
    },

    key: (id) => secrets.get(secretName(id)),
  }
}

function secretName(id: ProviderId): string {
  return `provider:${id}`
}

function missing(id: ProviderId | null): string {
  return id === null
    ? 'No model provider is set up. Add one in Settings, or set TREELINE_BASE_URL and TREELINE_MODEL.'
    : 'The provider this task uses is not set up any more. Choose another one for it.'
}

function demoState(isDefault: boolean): ProviderState {
  return {
    id: demoProvider,
    name: 'Scripted demo (not a model)',
    baseUrl: 'http://127.0.0.1/v1',
    model: 'treeline-demo',
    modelByMode: {},
    prices: {},
    contextWindow: null,
    source: 'demo',
    hasKey: true,
    isDefault,
  }
}

/**
 * The provider of `TREELINE_BASE_URL`, `TREELINE_API_KEY` and `TREELINE_MODEL`, or of the OpenAI SDK's own
 * `OPENAI_BASE_URL` and `OPENAI_API_KEY` where ours are not set. Null when none names an endpoint.
 */
function environmentProviderOf(
  environment: ProvidersDeps['environment'],
): { provider: Provider; apiKey: string } | null {
  const apiKey = environment.TREELINE_API_KEY || environment.OPENAI_API_KEY || ''
  const baseUrl =
    environment.TREELINE_BASE_URL ||
    environment.OPENAI_BASE_URL ||
    (environment.OPENAI_API_KEY ? 'https://api.openai.com/v1' : '')
  if (baseUrl === '') return null
  const parsed = providerSchema.safeParse({
    id: environmentProvider,
    name: 'From the environment',
    baseUrl,
    model: environment.TREELINE_MODEL || environment.OPENAI_MODEL || 'gpt-5.1',
  })
  if (!parsed.success) {
    throw new AppError(
      'bad_request',
      `The base URL in the environment is not a URL that begins with http:// or https://: ${baseUrl}`,
    )
  }
  return { provider: parsed.data, apiKey }
}
