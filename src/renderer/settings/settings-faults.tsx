import { useStore } from 'zustand'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'

/** That settings.json has faults, which, and the way to it. Nothing while it has none. */
export function SettingsFaults() {
  const { settings, navigation } = useAppState()
  const problems = useStore(settings, (state) => state?.problems)
  const errors = problems?.filter(({ severity }) => severity === 'error') ?? []
  const [first] = errors
  if (first === undefined) return null
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return (
    <div
      role="alert"
      className="flex shrink-0 flex-wrap items-center gap-3 border-b border-line bg-failed-soft px-4 py-2 text-failed-ink"
    >
      <p className="min-w-40 flex-1 wrap-anywhere">
        settings.json{first.line === null ? '' : `, line ${first.line}`}: {first.message}
        {more}
      </p>
      <Button size="small" onClick={() => navigation.openPane({ type: 'settings-file' })}>
        Open the file
      </Button>
    </div>
  )
}
