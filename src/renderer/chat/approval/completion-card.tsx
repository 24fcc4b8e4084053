import type { TaskId } from '../../../contract/ids.ts'
import type { ApprovalView, ToolCallView } from '../../../contract/task-view.ts'
import type { ApprovalSubject } from '../../../contract/tool-display.ts'
import type { WorkAnswer } from '../../../contract/work.ts'
import { countTaken, takenOf } from '../../review/choice.ts'
import { takeWords } from '../../review/choice-words.ts'
import { WorkReview } from '../../review/work-review.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { ActiveSubtasks } from './active-subtasks.tsx'
import { approvalTitle } from './approval-title.ts'
import { CardFrame } from './card-frame.tsx'
import { CompletionActions } from './completion-actions.tsx'
import { DoubtsStrip } from './doubts-strip.tsx'
import { useWorkCard } from './use-work-card.ts'

type Completion = Extract<ApprovalSubject, { type: 'completion' }>

/** Whether there is more to say to a finished task than yes or no. */
export function hasWork({ work, doubts, active }: Completion): boolean {
  return work !== undefined || (doubts ?? []).length > 0 || (active ?? []).length > 0
}

/** A finished task with what it did: its summary, its changes to choose from, what speaks against it. */
export function CompletionCard({
  subject,
  ...asked
}: {
  taskId: TaskId
  call: ToolCallView
  approval: ApprovalView
  subject: Completion
}) {
  const { taskId, call, approval } = asked
  const { work, doubts = [], active = [] } = subject
  const { review, deeds, decide, problem, card, actions } = useWorkCard(asked, () => approve())
  const count = work === undefined ? null : countTaken(review.choice, work)
  const drops = count !== null && count.whole + count.part === 0

  const answer = (): WorkAnswer | undefined => {
    const taken = work === undefined ? undefined : takenOf(review.choice, work)
    const stopSubtasks = active.length === 0 ? undefined : review.stopSubtasks
    return taken === undefined && stopSubtasks === undefined ? undefined : { taken, stopSubtasks }
  }
  const finish = () => void decide({ decision: 'approved', work: answer() })
  function approve() {
    if (review.step !== 'looking') return
    if (drops) deeds.change({ step: 'dropping' })
    else finish()
  }

  return (
    <CardFrame
      card={card}
      callId={call.callId}
      title={approvalTitle(subject, (slug) => slug)}
      why={approval.why}
      problem={problem}
      actions={
        <CompletionActions
          {...actions}
          action={approval.action}
          words={count === null ? 'Finish' : takeWords(count)}
          work={work ?? null}
          doubted={doubts.length > 0}
          onApprove={approve}
          onDrop={finish}
        />
      }
    >
      <div className="max-h-[320px] overflow-auto px-3.5 py-2.5">
        <Markdown text={subject.result} />
      </div>
      {work === undefined ? null : <WorkReview taskId={taskId} work={work} review={review} deeds={deeds} />}
      <DoubtsStrip doubts={doubts} />
      {active.length === 0 ? null : (
        <ActiveSubtasks
          active={active}
          stop={review.stopSubtasks}
          onStop={(stopSubtasks) => deeds.change({ stopSubtasks })}
        />
      )}
    </CardFrame>
  )
}
