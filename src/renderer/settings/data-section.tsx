import { useState } from 'react'
import { useAppState } from '../state/app-state-context.tsx'
import { useAppInfo } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { SectionHeading } from './section-heading.tsx'

type Backup = { path: string; bytes: number }

/** Where everything is kept, and a copy of it on demand. */
export function DataSection() {
  const { client, toasts } = useAppState()
  const info = useAppInfo()
  const [made, setMade] = useState<Backup | null>(null)
  const [busy, setBusy] = useState(false)
  const backUp = async () => {
    setBusy(true)
    try {
      setMade(await client.app.backup())
    } catch (error) {
      toasts.failed('The backup could not be made', error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <SectionHeading title="Data">
        Tasks, approvals, settings and providers are kept in one folder.
      </SectionHeading>
      <dl className="border-t border-line">
        <div className="border-b border-line py-2">
          <dt className="font-medium">Data folder</dt>
          <dd className="break-all text-ink-2 select-text">{info?.dataFolder}</dd>
        </div>
      </dl>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2">
        <div className="min-w-40 flex-1">
          <span className="block font-medium">Backup</span>
          <span className="block text-small text-ink-2">
            Copies the database to a new file, while tasks go on. API keys, the output of commands and your
            modes file are not in it.
          </span>
        </div>
        <Button onClick={() => void backUp()} busy={busy}>
          Back up now
        </Button>
      </div>
      <p aria-live="polite" className="py-2 text-small break-all text-ink-2 select-text">
        {made === null ? null : `Backed up ${megabytes(made.bytes)} to ${made.path}`}
      </p>
      <p className="text-small text-ink-2">
        <code>treeline restore</code> puts a backup back, <code>treeline doctor</code> looks through the data
        for damage. Both are commands for a terminal.
      </p>
    </>
  )
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`
}
