import type { ActionType } from '../../../contract/action-type.ts'
import type { TaskId } from '../../../contract/ids.ts'
import { useClient, useOnline, useToasts } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { AlwaysAllowMenu } from './always-allow-menu.tsx'
import { RejectField } from './reject-field.tsx'

/** What one can say to an approval. */
export function ApprovalActions({
  taskId,
  action,
  busy,
  rejecting,
  invalid,
  onApprove,
  onRejecting,
  onReject,
}: {
  taskId: TaskId
  action: ActionType
  /** What is being sent. */
  busy: 'approved' | 'rejected' | null
  /** Whether the field for feedback is open. */
  rejecting: boolean
  /** Whether what was edited cannot be sent as it is. */
  invalid: boolean
  onApprove: () => void
  onRejecting: (on: boolean) => void
  onReject: (feedback: string) => void
}) {
  const client = useClient()
  const toasts = useToasts()
  const online = useOnline()
  if (rejecting) {
    return <RejectField busy={busy === 'rejected'} onReject={onReject} onBack={() => onRejecting(false)} />
  }
  const off = !online || busy !== null || invalid
  const stop = () => {
    client.task.stop({ taskId }).catch((error) => toasts.failed('The task could not be stopped', error))
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button look="primary" busy={busy === 'approved'} disabled={off} onClick={onApprove}>
        Approve <KeyHint keys="Enter" />
      </Button>
      <Button disabled={!online || busy !== null} onClick={() => onRejecting(true)}>
        Reject…
        <span className="@max-sm/chat:hidden">
          <Kbd keys="Shift+Backspace" />
        </span>
      </Button>
      <AlwaysAllowMenu taskId={taskId} action={action} disabled={off} onAllowed={onApprove} />
      <span className="flex-1" />
      <Button look="quiet" disabled={!online} onClick={stop}>
        Stop task
      </Button>
      {online ? null : (
        <p className="w-full text-small text-ink-3">Not connected: nothing can be answered now.</p>
      )}
    </div>
  )
}

/** The key on the primary button, where a box would be one too many. */
function KeyHint({ keys }: { keys: 'Enter' }) {
  return (
    <kbd aria-hidden className="font-sans text-small" title={keys}>
      ↵
    </kbd>
  )
}
