import { useState } from 'react'
import type { ProviderState } from '../../contract/provider.ts'
import { ProviderForm } from '../settings/provider-form.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useProviders } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'

/** Chooses the model for new tasks: one that is known already, or an endpoint with its key. */
export function ModelChooser() {
  const { client, providers, toasts } = useAppState()
  const known = (useProviders() ?? []).filter(({ source }) => source !== 'demo')
  const [adding, setAdding] = useState(false)
  const choose = async ({ id }: Pick<ProviderState, 'id'>) => {
    try {
      await client.providers.setDefault({ providerId: id })
      await providers.reload()
    } catch (error) {
      toasts.failed('The provider could not be chosen', error)
    }
  }
  if (known.length === 0 || adding) {
    return <ProviderForm brief provider={null} onSaved={(saved) => void choose(saved)} />
  }
  return (
    <div className="flex flex-col gap-2">
      {known.map((provider) => (
        <Button key={provider.id} className="justify-start" onClick={() => void choose(provider)}>
          {provider.name} · {provider.model}
        </Button>
      ))}
      <Button look="quiet" className="justify-start" onClick={() => setAdding(true)}>
        Another endpoint…
      </Button>
    </div>
  )
}
