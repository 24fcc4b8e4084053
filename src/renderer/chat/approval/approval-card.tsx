import { type KeyboardEvent, memo, useId, useRef, useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { ApprovalView, ToolCallView } from '../../../contract/task-view.ts'
import { useModes, useTaskView } from '../../state/hooks.ts'
import { StatusDot } from '../../ui/status-dot.tsx'
import { useKeepFocus } from '../keep-focus.ts'
import { useSeenCard } from '../seen-cards.tsx'
import { ApprovalActions } from './approval-actions.tsx'
import { approvalKey, mayApprove } from './approval-keys.ts'
import { approvalTitle } from './approval-title.ts'
import { SubjectView } from './subject-view.tsx'
import { type SubtaskEdit, SubtaskSubject } from './subtask-subject.tsx'
import { useDecide } from './use-decide.ts'

/** A question that waits for a yes or no: exactly what will happen, why it asks, and what one can say. */
export const ApprovalCard = memo(function ApprovalCard({
  taskId,
  call,
  approval,
}: {
  taskId: TaskId
  call: ToolCallView
  approval: ApprovalView
}) {
  const { subject, action, why } = approval
  const titleId = useId()
  const shownAt = useRef(performance.now())
  const card = useRef<HTMLElement>(null)
  const [rejecting, setRejecting] = useState(false)
  const [edit, setEdit] = useState<SubtaskEdit | null>(null)
  const workspaceId = useTaskView(taskId, (view) => view.workspaceId) ?? null
  const modes = useModes(workspaceId)
  const { decide, busy, problem } = useDecide(taskId, approval)
  useSeenCard(card, call.callId)
  useKeepFocus(card)

  const approve = () => {
    if (!mayApprove(performance.now() - shownAt.current)) return
    void decide({ decision: 'approved', edited: changed(subject, edit) })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return
    const facts = event.nativeEvent
    const meant = approvalKey(facts, performance.now() - shownAt.current)
    if (event.key === 'Enter' || meant !== null) event.preventDefault()
    if (meant === 'approve') approve()
    else if (meant === 'reject') setRejecting(true)
  }
  const modeName = (slug: string) => modes?.find((mode) => mode.slug === slug)?.name ?? slug

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Enter and Shift+Backspace are for the card itself
    <section
      ref={card}
      data-call={call.callId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it has to take the focus for that
      tabIndex={0}
      aria-labelledby={titleId}
      aria-describedby={`${titleId}-why`}
      onKeyDown={onKeyDown}
      className="enter-soft my-1 overflow-hidden rounded-lg border border-approval bg-raised focus-visible:outline-offset-2"
    >
      <header className="flex min-h-8 items-center gap-2 bg-approval-soft px-3 py-1 text-approval-ink">
        <StatusDot status="awaiting_approval" />
        <h2 id={titleId} className="min-w-0 flex-1 font-semibold">
          {approvalTitle(subject, modeName)}
        </h2>
      </header>
      {subject.type === 'subtask' && workspaceId !== null ? (
        <SubtaskSubject subject={subject} workspaceId={workspaceId} edit={edit} onEdit={setEdit} />
      ) : subject.type !== 'subtask' ? (
        <SubjectView subject={subject} />
      ) : null}
      <footer className="flex flex-col gap-2 border-t border-line px-3 py-2.5">
        <p id={`${titleId}-why`} className="text-small text-ink-3">
          {why}
        </p>
        {problem === null ? null : (
          <p role="alert" className="text-small text-failed-ink select-text">
            {problem}
          </p>
        )}
        <ApprovalActions
          taskId={taskId}
          action={action}
          busy={busy}
          rejecting={rejecting}
          invalid={edit !== null && edit.message.trim() === ''}
          onApprove={approve}
          onRejecting={(on) => {
            setRejecting(on)
            if (!on) card.current?.focus()
          }}
          onReject={(feedback) => void decide({ decision: 'rejected', feedback })}
        />
      </footer>
    </section>
  )
})

function changed(subject: ApprovalView['subject'], edit: SubtaskEdit | null): SubtaskEdit | null {
  if (edit === null || subject.type !== 'subtask') return null
  return edit.mode === subject.mode && edit.message === subject.message ? null : edit
}
