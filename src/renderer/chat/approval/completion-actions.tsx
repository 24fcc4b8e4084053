import type { ActionType } from '../../../contract/action-type.ts'
import type { Work } from '../../../contract/work.ts'
import { useAutoApprove, useOnline } from '../../state/hooks.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { AlwaysAllowMenu } from './always-allow-menu.tsx'
import { AnswerRow } from './answer-row.tsx'
import { ConfirmStep } from './confirm-step.tsx'
import { SendBack } from './send-back.tsx'
import type { WorkActions } from './use-work-card.ts'

/** What one can say to a finished task. */
export function CompletionActions({
  taskId,
  action,
  words,
  work,
  review,
  doubted,
  busy,
  ready,
  onChange,
  onApprove,
  onDrop,
  onSendBack,
  onBack,
}: WorkActions & {
  action: ActionType
  /** What its yes does. */
  words: string
  work: Work | null
  /** Whether it asks because something speaks against it, so that no setting keeps it from asking. */
  doubted: boolean
  onApprove: () => void
  onDrop: () => void
}) {
  const online = useOnline()
  const { entries } = useAutoApprove({ scope: 'task', taskId })
  const automatic = entries?.find((entry) => entry.action === action)?.on ?? true
  const { comments, step } = review
  if (step === 'sending-back') {
    return (
      <SendBack
        review={review}
        files={work?.files ?? []}
        busy={busy === 'rejected'}
        onChange={onChange}
        onSend={onSendBack}
        onBack={onBack}
      />
    )
  }
  if (step === 'dropping') {
    return (
      <ConfirmStep
        action="Finish and drop its work"
        busy={busy === 'approved'}
        onConfirm={onDrop}
        onBack={onBack}
      >
        Nothing it did comes into{' '}
        <span className="font-mono text-small wrap-anywhere">{revealHidden(work?.into ?? '')}</span>, and its
        worktree goes. A snapshot keeps the work; the transcript will say where.
      </ConfirmStep>
    )
  }
  return (
    <>
      {comments.length === 0 ? null : (
        <p className="text-small text-ink-2">
          {comments.length === 1 ? 'Your comment goes' : `Your ${comments.length} comments go`} to the task
          only if you send its work back.
        </p>
      )}
      <AnswerRow
        taskId={taskId}
        yes={words}
        no={work === null ? 'Send back…' : 'Send back with comments…'}
        busy={busy}
        invalid={!ready}
        onYes={onApprove}
        onNo={() => onChange({ step: 'sending-back' })}
      >
        {automatic || doubted ? null : (
          <AlwaysAllowMenu
            taskId={taskId}
            action={action}
            disabled={!online || busy !== null || !ready}
            onAllowed={onApprove}
          />
        )}
      </AnswerRow>
    </>
  )
}
