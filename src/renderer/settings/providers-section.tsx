import { Clapperboard, Ellipsis, KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ProviderId } from '../../contract/ids.ts'
import type { ProviderState } from '../../contract/provider.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useProviders } from '../state/hooks.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { ProviderForm } from './provider-form.tsx'
import { SectionHeading } from './section-heading.tsx'

/** The endpoints models are used from. */
export function ProvidersSection() {
  const providers = useProviders()
  const [editing, setEditing] = useState<ProviderState | 'new' | null>(null)
  const [removing, setRemoving] = useState<ProviderState | null>(null)
  const close = () => setEditing(null)
  return (
    <>
      <SectionHeading title="Model providers">
        Any endpoint that speaks OpenAI's chat completions: a service, a gateway, or a server on this machine.
      </SectionHeading>
      {providers === null ? (
        <Spinner label="Loading" />
      ) : (
        <ul className="mb-3 flex flex-col gap-2">
          {providers.map((provider) => (
            <ProviderCard
              key={provider.id}
              provider={provider}
              onEdit={() => setEditing(provider)}
              onRemove={() => setRemoving(provider)}
            />
          ))}
        </ul>
      )}
      <Button icon={<Plus className="size-3.5" />} onClick={() => setEditing('new')}>
        Add a provider
      </Button>
      {editing === null ? null : (
        <Dialog
          open
          onOpenChange={close}
          width="medium"
          title={editing === 'new' ? 'Add a provider' : editing.name}
        >
          <ProviderForm provider={editing === 'new' ? null : editing} onSaved={close} onCancel={close} />
        </Dialog>
      )}
      {removing === null ? null : <RemoveDialog provider={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}

function ProviderCard({
  provider,
  onEdit,
  onRemove,
}: {
  provider: ProviderState
  onEdit: () => void
  onRemove: () => void
}) {
  const { client, providers, toasts } = useAppState()
  const { id, name, baseUrl, model, modelByMode, source, hasKey, isDefault } = provider
  const setDefault = async (providerId: ProviderId) => {
    try {
      await client.providers.setDefault({ providerId })
      await providers.reload()
    } catch (error) {
      toasts.failed('The default could not be changed', error)
    }
  }
  const modes = Object.keys(modelByMode).length
  return (
    <li className="flex items-center gap-3 rounded-lg border border-line bg-raised px-3 py-2.5">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="max-w-full truncate font-semibold">{name}</span>
          {isDefault ? <Badge tone="accent">default</Badge> : null}
          {source === 'environment' ? <Badge tone="outline">from the environment</Badge> : null}
        </div>
        <div className="mt-0.5 flex items-center gap-1.5 text-small text-ink-2">
          {source === 'demo' ? (
            <>
              <Clapperboard aria-hidden className="size-3.5 shrink-0 text-ink-3" />
              Plays a script on this machine. It is not a model and works offline.
            </>
          ) : (
            <>
              <span className="min-w-0 truncate select-text">
                {model}
                {modes > 0 ? `, and ${modes} by mode` : ''}
                <span className="text-ink-3"> at {baseUrl}</span>
              </span>
              {hasKey ? (
                <KeyRound aria-label="A key is kept" className="size-3 shrink-0 text-ink-3" />
              ) : (
                <span className="shrink-0 text-ink-3">no key</span>
              )}
            </>
          )}
        </div>
      </div>
      {source === 'stored' ? (
        <Button size="small" onClick={onEdit}>
          Edit
        </Button>
      ) : null}
      {isDefault && source !== 'stored' ? null : (
        <Menu
          align="end"
          trigger={
            <IconButton label={`More about ${name}`} size="small" icon={<Ellipsis className="size-4" />} />
          }
        >
          <MenuItem disabled={isDefault} onSelect={() => void setDefault(id)}>
            Use for new tasks
          </MenuItem>
          {source === 'stored' ? (
            <>
              <MenuSeparator />
              <MenuItem danger onSelect={onRemove}>
                Remove…
              </MenuItem>
            </>
          ) : null}
        </Menu>
      )}
    </li>
  )
}

function RemoveDialog({ provider, onClose }: { provider: ProviderState; onClose: () => void }) {
  const { client, providers, toasts } = useAppState()
  const remove = async () => {
    try {
      await client.providers.remove({ providerId: provider.id })
      await providers.reload()
      onClose()
    } catch (error) {
      toasts.failed('The provider could not be removed', error)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Remove ${provider.name}?`}
      description="Its key is deleted too. Tasks that use it stop until they are given another provider."
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" onClick={remove}>
            Remove
          </Button>
        </>
      }
    />
  )
}
