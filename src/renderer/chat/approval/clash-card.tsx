import type { TaskId } from '../../../contract/ids.ts'
import type { ApprovalView, ToolCallView } from '../../../contract/task-view.ts'
import type { ApprovalSubject } from '../../../contract/tool-display.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { CopyButton } from '../copy-button.tsx'
import { approvalTitle } from './approval-title.ts'
import { CardFrame } from './card-frame.tsx'
import { ClashActions } from './clash-actions.tsx'
import { ClashPaths } from './clash-paths.tsx'
import { useWorkCard } from './use-work-card.ts'

/** Work that does not go together with what is in the folder by now: for each path, whose version stays. */
export function ClashCard({
  subject,
  ...asked
}: {
  taskId: TaskId
  call: ToolCallView
  approval: ApprovalView
  subject: Extract<ApprovalSubject, { type: 'clash' }>
}) {
  const { taskId, call, approval } = asked
  const { conflicts, folder, into, rounds } = subject
  const { review, deeds, decide, problem, card, actions } = useWorkCard(asked, () => approve())
  const chosen = conflicts.filter(({ path }) => review.sides.has(path)).length
  const complete = chosen === conflicts.length
  function approve() {
    if (!complete || review.step !== 'looking') return
    void decide({ decision: 'approved', work: { sides: Object.fromEntries(review.sides) } })
  }

  return (
    <CardFrame
      card={card}
      callId={call.callId}
      title={approvalTitle(subject, (slug) => slug)}
      why={approval.why}
      problem={problem}
      actions={
        <ClashActions
          {...actions}
          into={into}
          chosen={chosen}
          of={conflicts.length}
          onApprove={approve}
          onDrop={() => void decide({ decision: 'approved', work: { taken: [] } })}
        />
      }
    >
      <div className="flex flex-col gap-1.5 px-3 py-2.5">
        <p>
          While it worked, {conflicts.length === 1 ? 'this path was' : 'these paths were'} also changed in{' '}
          <span className="font-mono text-small wrap-anywhere select-text">{revealHidden(into)}</span>, in a
          way that does not go together with its work.
          {rounds === 0
            ? ''
            : ` It was asked to bring both together ${rounds === 1 ? 'once' : `${rounds} times`}.`}
        </p>
        <p className="flex min-w-0 items-start gap-1 text-small text-ink-3">
          <span className="min-w-0 py-[3px]">
            In its worktree both are merged, with markers where that could not be done. To bring them together
            by hand, edit the files there first:{' '}
            <span className="font-mono text-ink-2 wrap-anywhere select-text">{revealHidden(folder)}</span>
          </span>
          <CopyButton text={folder} label="Copy the worktree’s path" />
        </p>
      </div>
      <ClashPaths taskId={taskId} subject={subject} review={review} onChange={deeds.change} />
    </CardFrame>
  )
}
