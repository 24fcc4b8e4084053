import { type ComponentType, lazy, Suspense } from 'react'
import { Spinner } from '../ui/spinner.tsx'

// An editor brings CodeMirror with it, a third of the page's code, and most windows never show one.
const Modes = lazy(async () => ({ default: (await import('./modes-editor.tsx')).ModesEditor }))
const Settings = lazy(async () => ({ default: (await import('./settings-file-pane.tsx')).SettingsFilePane }))

/** The modes editor, fetched when it is first shown. */
export function LazyModesEditor() {
  return <Fetched editor={Modes} />
}

/** The editor of settings.json, fetched when it is first shown. */
export function LazySettingsFile() {
  return <Fetched editor={Settings} />
}

function Fetched({ editor: Editor }: { editor: ComponentType }) {
  return (
    <Suspense
      fallback={
        <div className="flex h-full items-center justify-center text-ink-3">
          <Spinner label="Loading the editor" />
        </div>
      }
    >
      <Editor />
    </Suspense>
  )
}
