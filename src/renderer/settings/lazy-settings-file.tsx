import { lazy, Suspense } from 'react'
import { Spinner } from '../ui/spinner.tsx'

// The editor brings CodeMirror with it, a third of the page's code, and most windows never show it.
const Loaded = lazy(async () => ({ default: (await import('./settings-file-pane.tsx')).SettingsFilePane }))

/** The editor of settings.json, fetched when it is first shown. */
export function LazySettingsFile() {
  return (
    <Suspense
      fallback={
        <div className="flex h-full items-center justify-center text-ink-3">
          <Spinner label="Loading the editor" />
        </div>
      }
    >
      <Loaded />
    </Suspense>
  )
}
