import { useOnline } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { AnswerRow } from './answer-row.tsx'
import { ConfirmStep } from './confirm-step.tsx'
import { SendBack } from './send-back.tsx'
import type { WorkActions } from './use-work-card.ts'

/** What one can say to work that clashes. */
export function ClashActions({
  taskId,
  into,
  review,
  chosen,
  of,
  busy,
  ready,
  onChange,
  onApprove,
  onDrop,
  onSendBack,
  onBack,
}: WorkActions & {
  into: string
  /** For how many paths, of how many, a side was chosen. */
  chosen: number
  of: number
  onApprove: () => void
  onDrop: () => void
}) {
  const online = useOnline()
  switch (review.step) {
    case 'sending-back':
      return (
        <SendBack
          review={review}
          files={[]}
          busy={busy === 'rejected'}
          onChange={onChange}
          onSend={onSendBack}
          onBack={onBack}
        />
      )
    case 'dropping':
      return (
        <ConfirmStep action="Drop its work" busy={busy === 'approved'} onConfirm={onDrop} onBack={onBack}>
          The task finishes, but nothing it did comes into{' '}
          <span className="font-mono text-small wrap-anywhere">{revealHidden(into)}</span>, not even what does
          not clash. A snapshot keeps the work; the transcript will say where.
        </ConfirmStep>
      )
    case 'looking':
      return (
        <>
          {chosen === of ? null : (
            <p className="text-small text-ink-2">
              {of === 1 ? 'Choose a version to go on.' : `Chosen for ${chosen} of ${of} paths.`}
            </p>
          )}
          <AnswerRow
            taskId={taskId}
            yes={of === 1 ? 'Go on with this' : 'Go on with these'}
            no="Send back…"
            busy={busy}
            invalid={chosen < of || !ready}
            onYes={onApprove}
            onNo={() => onChange({ step: 'sending-back' })}
          >
            <Button disabled={!online || busy !== null} onClick={() => onChange({ step: 'dropping' })}>
              Drop its work…
            </Button>
          </AnswerRow>
        </>
      )
    default: {
      const unknown: never = review.step
      throw new Error(`Unknown step ${String(unknown)}`)
    }
  }
}
