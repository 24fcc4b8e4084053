import { memo } from 'react'
import type { CallId, TaskId } from '../../../contract/ids.ts'
import { useTaskView } from '../../state/hooks.ts'
import { ApprovalCard } from '../approval/approval-card.tsx'
import { OutcomeCard } from '../outcome/outcome-card.tsx'
import { QuestionCard } from '../question/question-card.tsx'
import { SubtaskCard } from '../subtask-card.tsx'
import { CallRow } from '../tool-call/call-row.tsx'

/** The tool calls of a turn, each as what it is: a question to the person, a subtask, or a line. */
export function TurnCalls({ taskId, callIds }: { taskId: TaskId; callIds: readonly CallId[] }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      {callIds.map((callId) => (
        <TurnCall key={callId} taskId={taskId} callId={callId} />
      ))}
    </div>
  )
}

const TurnCall = memo(function TurnCall({ taskId, callId }: { taskId: TaskId; callId: CallId }) {
  const call = useTaskView(taskId, (view) => view.calls[callId])
  if (call === undefined) return null
  const { approval, question, subtask, unknown } = call
  if (call.status === 'outcome_unknown' && unknown !== null)
    return <OutcomeCard taskId={taskId} call={call} what={unknown.what} />
  if (question !== null) return <QuestionCard taskId={taskId} call={call} question={question} />
  if (subtask !== null) return <SubtaskCard call={call} subtask={subtask} />
  if (call.status === 'awaiting_approval' && approval !== null) {
    return <ApprovalCard key={approval.approvalId} taskId={taskId} call={call} approval={approval} />
  }
  // The result stands below it, as a card of its own.
  if (call.name === 'attempt_completion' && call.outcome === 'ok') return null
  return <CallRow taskId={taskId} call={call} />
})
