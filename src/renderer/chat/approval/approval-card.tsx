import { memo, useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { ApprovalView, ToolCallView } from '../../../contract/task-view.ts'
import { useModes, useTaskView } from '../../state/hooks.ts'
import { ApprovalActions } from './approval-actions.tsx'
import { approvalTitle } from './approval-title.ts'
import { CardFrame } from './card-frame.tsx'
import { ClashCard } from './clash-card.tsx'
import { CompletionCard, hasWork } from './completion-card.tsx'
import { SubjectView } from './subject-view.tsx'
import { type SubtaskEdit, SubtaskSubject } from './subtask-subject.tsx'
import { useCard } from './use-card.ts'
import { useDecide } from './use-decide.ts'

type Asked = { taskId: TaskId; call: ToolCallView; approval: ApprovalView }

/** A question that waits for a yes or no: exactly what will happen, why it asks, and what one can say. */
export const ApprovalCard = memo(function ApprovalCard(asked: Asked) {
  const { subject } = asked.approval
  if (subject.type === 'completion' && hasWork(subject))
    return <CompletionCard {...asked} subject={subject} />
  if (subject.type === 'clash') return <ClashCard {...asked} subject={subject} />
  return <YesOrNo {...asked} subject={subject} />
})

type Subject = Exclude<ApprovalView['subject'], { type: 'clash' }>

function YesOrNo({ taskId, call, approval, subject }: Asked & { subject: Subject }) {
  const [rejecting, setRejecting] = useState(false)
  const [edit, setEdit] = useState<SubtaskEdit | null>(null)
  const workspaceId = useTaskView(taskId, (view) => view.workspaceId) ?? null
  const modes = useModes(workspaceId)
  const { decide, busy, problem } = useDecide(taskId, approval)
  const approve = () => void decide({ decision: 'approved', edited: changed(subject, edit) })
  const card = useCard(call.callId, { onApprove: approve, onReject: () => setRejecting(true) })
  const modeName = (slug: string) => modes?.find((mode) => mode.slug === slug)?.name ?? slug

  return (
    <CardFrame
      card={card}
      callId={call.callId}
      title={approvalTitle(subject, modeName)}
      why={approval.why}
      problem={problem}
      actions={
        <ApprovalActions
          taskId={taskId}
          action={approval.action}
          busy={busy}
          rejecting={rejecting}
          invalid={!card.ready || (edit !== null && edit.message.trim() === '')}
          onApprove={approve}
          onRejecting={(on) => {
            setRejecting(on)
            if (!on) card.focus()
          }}
          onReject={(feedback) => void decide({ decision: 'rejected', feedback })}
        />
      }
    >
      {subject.type === 'subtask' && workspaceId !== null ? (
        <SubtaskSubject subject={subject} workspaceId={workspaceId} edit={edit} onEdit={setEdit} />
      ) : subject.type !== 'subtask' ? (
        <SubjectView subject={subject} />
      ) : null}
    </CardFrame>
  )
}

function changed(subject: Subject, edit: SubtaskEdit | null): SubtaskEdit | null {
  if (edit === null || subject.type !== 'subtask') return null
  return edit.mode === subject.mode && edit.message === subject.message ? null : edit
}
