import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { LocalServer, ProviderState } from '../../contract/provider.ts'
import { ProviderForm } from '../settings/provider-form.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useProviders } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { LocalServers } from './local-servers.tsx'

/** Chooses the model for new tasks: one that is known already, or an endpoint with its key. */
export function ModelChooser() {
  const { client, providers, toasts } = useAppState()
  const all = useProviders() ?? []
  const known = all.filter(({ source, isDefault }) => source !== 'demo' || isDefault)
  const [adding, setAdding] = useState(false)
  const choose = async ({ id }: Pick<ProviderState, 'id'>) => {
    try {
      await client.providers.setDefault({ providerId: id })
      await providers.reload()
      setAdding(false)
    } catch (error) {
      toasts.failed('The provider could not be chosen', error)
    }
  }
  const use = async ({ name, baseUrl }: LocalServer, model: string) => {
    try {
      const order = { name, baseUrl, model, modelByMode: {}, prices: {}, contextWindow: null }
      await choose(await client.providers.save(order))
    } catch (error) {
      toasts.failed('The server could not be kept', error)
    }
  }
  if (known.length === 0 || adding) {
    return (
      <>
        <LocalServers known={all} onUse={use} />
        <ProviderForm
          brief
          provider={null}
          onSaved={(saved) => void choose(saved)}
          {...(adding ? { onCancel: () => setAdding(false) } : {})}
        />
      </>
    )
  }
  return (
    <fieldset className="-mx-2 flex min-w-0 flex-col">
      <legend className="sr-only">Model for new tasks</legend>
      {known.map((provider) => (
        <label
          key={provider.id}
          className="flex h-10 items-center gap-2.5 rounded-md px-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-focus"
        >
          <input
            type="radio"
            name="start-model"
            checked={provider.isDefault}
            onChange={() => void choose(provider)}
            className="size-3.5 accent-(--accent-strong) outline-none"
          />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{provider.name}</span>
            <span className="block truncate text-micro text-ink-3">
              {provider.source === 'demo'
                ? 'Plays a script, works offline'
                : `${provider.model} at ${provider.baseUrl}`}
            </span>
          </span>
        </label>
      ))}
      <Button
        look="quiet"
        className="mt-1 justify-start"
        icon={<Plus className="size-3.5" />}
        onClick={() => setAdding(true)}
      >
        Another endpoint
      </Button>
    </fieldset>
  )
}
