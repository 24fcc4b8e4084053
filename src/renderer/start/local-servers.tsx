import { RefreshCw, Server } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { LocalServer, ProviderState } from '../../contract/provider.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useOnline, useResource } from '../state/hooks.ts'
import { createResource } from '../state/resource.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { revealHidden } from '../ui/reveal-hidden.ts'

/** Servers of models on this machine: one choice, and there is a model. Those in `known` are left out. */
export function LocalServers({
  known,
  onUse,
}: {
  known: readonly Pick<ProviderState, 'baseUrl'>[]
  /** Resolves when new tasks use it. */
  onUse: (server: LocalServer, model: string) => Promise<void>
}) {
  const { client } = useAppState()
  const online = useOnline()
  const [resource] = useState(() => createResource<LocalServer[]>(() => client.providers.findLocal()))
  const { status, value } = useResource(resource)
  useEffect(() => {
    if (online) void resource.reload()
  }, [online, resource])
  const addresses = new Set(known.map(({ baseUrl }) => portOf(baseUrl)))
  const servers = (value ?? []).filter(({ baseUrl }) => !addresses.has(portOf(baseUrl)))
  if (servers.length > 0) {
    return (
      <section aria-label="Found on this machine" className="mb-4 flex flex-col gap-1">
        <h3 className="text-small text-ink-2">Found on this machine</h3>
        <ul className="flex flex-col gap-1.5">
          {servers.map((server) => (
            <Found key={server.baseUrl} server={server} onUse={onUse} />
          ))}
        </ul>
      </section>
    )
  }
  if (value === null || value.length > 0) return null
  return (
    <p className="mb-3 flex items-center gap-1 text-small text-ink-3">
      <span className="min-w-0 flex-1">No server of models was found on this machine.</span>
      <Button
        size="small"
        look="quiet"
        busy={status === 'loading'}
        icon={<RefreshCw className="size-3.5" />}
        onClick={() => void resource.reload()}
      >
        Look again
      </Button>
    </p>
  )
}

function Found({
  server,
  onUse,
}: {
  server: LocalServer
  onUse: (server: LocalServer, model: string) => Promise<void>
}) {
  const [model, setModel] = useState(server.models[0] ?? '')
  const [busy, setBusy] = useState(false)
  const use = async () => {
    setBusy(true)
    await onUse(server, model)
    setBusy(false)
  }
  return (
    <li className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-surface px-2.5 py-2">
      <Server aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1 basis-24">
        <span className="block truncate font-medium">{server.name}</span>
        <span className="block truncate text-micro text-ink-3">{new URL(server.baseUrl).host}</span>
      </span>
      <Select
        aria-label={`Model of ${server.name}`}
        className="w-36"
        value={model}
        onChange={(event) => setModel(event.target.value)}
      >
        {server.models.map((one) => (
          <option key={one} value={one}>
            {revealHidden(one)}
          </option>
        ))}
      </Select>
      <Button look="primary" busy={busy} onClick={() => void use()}>
        Use
      </Button>
    </li>
  )
}

/** On this machine a port is a server, whatever the machine is called. */
function portOf(baseUrl: string): string {
  const { hostname, port } = new URL(baseUrl)
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? port : baseUrl
}
