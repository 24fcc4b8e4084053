import { Clapperboard } from 'lucide-react'
import type { ProviderId } from '../../contract/ids.ts'
import { runCommand } from '../palette/commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useProviders } from '../state/hooks.ts'

/**
 * Says that what one sees is played from a script, where the demo is the provider: that of the task
 * given, or the one that new tasks get.
 */
export function DemoBanner({ providerId = null }: { providerId?: ProviderId | null }) {
  const app = useAppState()
  const providers = useProviders()
  const provider =
    providers?.find(({ id }) => id === providerId) ?? providers?.find(({ isDefault }) => isDefault)
  if (provider?.source !== 'demo') return null
  return (
    <div
      role="note"
      className="@container flex shrink-0 items-center gap-2 border-b border-line bg-sunken px-4 py-1.5 text-small text-ink-2"
    >
      <Clapperboard aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1 truncate">
        <strong className="font-semibold text-ink">Scripted demo — not a model.</strong>{' '}
        <span className="@max-xl:hidden">It plays the same answers every time and works offline.</span>
      </span>
      <button
        type="button"
        onClick={() => runCommand(app, 'settings.providers')}
        className="ml-auto shrink-0 rounded-sm font-medium text-accent hover:underline"
      >
        Use a model
      </button>
    </div>
  )
}
