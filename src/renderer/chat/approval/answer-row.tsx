import type { ReactNode } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import { useKeysOf } from '../../palette/keys-now.ts'
import { useClient, useOnline, useToasts } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { formatKeys } from '../../ui/format-keys.ts'
import { Kbd } from '../../ui/kbd.tsx'
import type { Answer } from './use-decide.ts'

/** The buttons of a card: its yes, its no, whatever else there is to say, and the end of it all. */
export function AnswerRow({
  taskId,
  yes,
  no,
  busy,
  invalid,
  onYes,
  onNo,
  children,
}: {
  taskId: TaskId
  yes: string
  no: string
  /** What is being sent. */
  busy: Answer['decision'] | null
  /** Whether there can be no yes as things stand. */
  invalid: boolean
  onYes: () => void
  onNo: () => void
  children?: ReactNode
}) {
  const client = useClient()
  const keysOf = useKeysOf()
  const toasts = useToasts()
  const online = useOnline()
  const stop = () => {
    client.task.stop({ taskId }).catch((error) => toasts.failed('The task could not be stopped', error))
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        look="primary"
        busy={busy === 'approved'}
        disabled={!online || busy !== null || invalid}
        onClick={onYes}
      >
        {yes} <KeyHint keys={keysOf('approval.approve')} />
      </Button>
      <Button disabled={!online || busy !== null} onClick={onNo}>
        {no}
        <span className="@max-sm/chat:hidden">
          <Kbd keys={keysOf('approval.reject')} />
        </span>
      </Button>
      {children}
      <Button look="quiet" className="ml-auto" disabled={!online} onClick={stop}>
        Stop task
      </Button>
      {online ? null : (
        <p className="w-full text-small text-ink-3">Not connected: nothing can be answered now.</p>
      )}
    </div>
  )
}

/** The key on the primary button, where a box would be one too many. */
function KeyHint({ keys }: { keys: string | undefined }) {
  if (keys === undefined) return null
  return (
    <kbd aria-hidden className="font-sans text-small" title={keys}>
      {formatKeys(keys)}
    </kbd>
  )
}
