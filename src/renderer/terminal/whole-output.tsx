import { useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { errorText } from '../connection/error-text.ts'
import { useClient } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { TerminalText } from './terminal-text.tsx'

type Read = { text: string; nextOffset: number | null; totalBytes: number }

/** The folded output of a finished command, and the whole of it, piece by piece, when asked for. */
export function WholeOutput({
  taskId,
  command,
  commandId,
  folded,
  bytes,
}: {
  taskId: TaskId
  command: string
  commandId: string
  folded: string
  bytes: number
}) {
  const client = useClient()
  const [read, setRead] = useState<Read | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const text = read?.text ?? folded
  const more = read === null ? isFolded(folded, bytes) : read.nextOffset !== null

  const readOn = async () => {
    setBusy(true)
    try {
      const piece = await client.task.readOutput({ taskId, commandId, offset: read?.nextOffset ?? 0 })
      setRead({ ...piece, text: (read?.text ?? '') + piece.text })
      setError(null)
    } catch (thrown) {
      setError(errorText(thrown))
    } finally {
      setBusy(false)
    }
  }

  if (text === '') return <p className="px-3 py-2 text-small text-ink-3">It printed nothing.</p>
  return (
    <>
      <TerminalText output={text} label={`Output of ${command}`} />
      {more || error !== null ? (
        <div className="flex items-center gap-2 border-t border-line px-2 py-1.5">
          {more ? (
            <Button size="small" look="quiet" busy={busy} onClick={readOn}>
              {read === null ? `Show whole output (${formatBytes(bytes)})` : 'Show more'}
            </Button>
          ) : null}
          {error === null ? null : <span className="text-small text-failed-ink">{error}</span>}
        </div>
      ) : null}
    </>
  )
}

/** Folded text has a mark where lines are missing; beyond that its length alone does not tell. */
function isFolded(folded: string, bytes: number): boolean {
  return bytes > 0 && (/… .* left out/.test(folded) || folded === '')
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
