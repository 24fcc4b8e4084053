import type { ActionType } from '../../../contract/action-type.ts'
import type { TaskId } from '../../../contract/ids.ts'
import { useOnline } from '../../state/hooks.ts'
import { AlwaysAllowMenu } from './always-allow-menu.tsx'
import { AnswerRow } from './answer-row.tsx'
import { RejectField } from './reject-field.tsx'
import type { Answer } from './use-decide.ts'

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
  busy: Answer['decision'] | null
  /** Whether the field for feedback is open. */
  rejecting: boolean
  /** Whether there can be no yes as things stand. */
  invalid: boolean
  onApprove: () => void
  onRejecting: (on: boolean) => void
  onReject: (feedback: string) => void
}) {
  const online = useOnline()
  if (rejecting) {
    return <RejectField busy={busy === 'rejected'} onReject={onReject} onBack={() => onRejecting(false)} />
  }
  return (
    <AnswerRow
      taskId={taskId}
      yes="Approve"
      no="Reject…"
      busy={busy}
      invalid={invalid}
      onYes={onApprove}
      onNo={() => onRejecting(true)}
    >
      <AlwaysAllowMenu
        taskId={taskId}
        action={action}
        disabled={!online || busy !== null || invalid}
        onAllowed={onApprove}
      />
    </AnswerRow>
  )
}
