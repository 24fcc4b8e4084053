import { memo } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { ChangeCount } from '../../diff/change-count.tsx'
import { LiveOutput } from '../../terminal/live-output.tsx'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { useFold } from '../../ui/use-fold.ts'
import { Elapsed } from '../elapsed.tsx'
import { CallBody } from './call-body.tsx'
import { CallIcon } from './call-icon.tsx'
import { describeOutcome, shortReason } from './call-outcome.ts'
import { describeCall } from './describe-call.ts'

/** A tool call in one line, which unfolds to everything about it. */
export const CallRow = memo(function CallRow({ taskId, call }: { taskId: TaskId; call: ToolCallView }) {
  const { open, bodyId, button } = useFold()
  const { verb, target, mono, detail } = describeCall(call)
  const outcome = describeOutcome(call)
  const running = call.status === 'running'
  const { display } = call
  return (
    <div className="min-w-0">
      <button
        {...button}
        className="group/row flex min-h-7 w-full min-w-0 items-center gap-2 rounded-md px-1.5 py-0.5 text-left hover:bg-hover"
      >
        {running ? (
          <span className="text-working">
            <Spinner label="" size={14} />
          </span>
        ) : (
          <CallIcon name={call.name} />
        )}
        <span className="flex min-w-0 flex-1 items-baseline gap-1.5">
          <span className="shrink-0 text-ink-2">{verb}</span>
          <span className={classNames('min-w-0 truncate', mono ? 'font-mono text-small' : 'text-ink')}>
            {revealHidden(target)}
          </span>
          {display?.type === 'edit' ? <ChangeCount added={display.added} removed={display.removed} /> : null}
          {detail && display?.type !== 'edit' ? (
            <span className="tabular shrink-0 text-small text-ink-3">{detail}</span>
          ) : null}
          {running && call.startedAt !== null ? <Elapsed since={call.startedAt} /> : null}
        </span>
        {outcome === null ? null : <Badge tone={outcome.tone}>{outcome.label}</Badge>}
        <FoldArrow open={open} />
      </button>
      {running && !open ? <Running taskId={taskId} call={call} /> : null}
      {open || outcome === null ? null : <Reason call={call} />}
      {open ? (
        <div id={bodyId} className="mt-1 mb-2 ml-[26px]">
          <CallBody taskId={taskId} call={call} />
        </div>
      ) : null}
    </div>
  )
})

function Running({ taskId, call }: { taskId: TaskId; call: ToolCallView }) {
  return (
    <div className="mt-1 mb-2 ml-[26px] overflow-hidden rounded-lg border border-line empty:hidden">
      <LiveOutput taskId={taskId} callId={call.callId} />
    </div>
  )
}

/** Why a call came to nothing, in a line or two. What a command printed speaks for itself when unfolded. */
function Reason({ call }: { call: ToolCallView }) {
  const reason = shortReason(call)
  if (reason === '') return null
  return (
    <p className="mb-1 ml-[26px] line-clamp-2 px-1.5 text-small break-words text-ink-3 select-text">
      {revealHidden(reason)}
    </p>
  )
}
