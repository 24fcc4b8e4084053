import { lazy, Suspense } from 'react'
import { Spinner } from '../ui/spinner.tsx'

// The editor brings CodeMirror with it, a third of the page's code, and most windows never show it.
const Loaded = lazy(async () => ({ default: (await import('./modes-editor.tsx')).ModesEditor }))

/** The modes editor, fetched when it is first shown. */
export function LazyModesEditor() {
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
