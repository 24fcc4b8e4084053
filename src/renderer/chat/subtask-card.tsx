import { ArrowUpRight } from 'lucide-react'
import { memo } from 'react'
import { isEnded } from '../../contract/task-status.ts'
import type { ToolCallView } from '../../contract/task-view.ts'
import type { SubtaskOutcome } from '../../contract/tool-call.ts'
import { useNavigation, useTaskSummary } from '../state/hooks.ts'
import { Badge } from '../ui/badge.tsx'
import { formatCost } from '../ui/format-cost.ts'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus, statusInfo, type Tone } from '../ui/status-info.ts'
import { useFold } from '../ui/use-fold.ts'
import { Elapsed } from './elapsed.tsx'
import { formatDuration } from './format-time.ts'
import { Markdown } from './markdown/markdown.tsx'
import { CheckList } from './receipt/check-list.tsx'
import { ReceiptView } from './receipt/receipt-view.tsx'
import { hasTerms, SubtaskTerms } from './receipt/subtask-terms.tsx'
import { SubtaskWork } from './subtask-work.tsx'
import { Foldable } from './transcript/foldable.tsx'

type Subtask = NonNullable<ToolCallView['subtask']>

const outcomes: Record<SubtaskOutcome, { tone: Tone; label: string }> = {
  completed: { tone: 'done', label: 'Completed' },
  failed: { tone: 'failed', label: 'Failed' },
  cancelled: { tone: 'idle', label: 'Cancelled' },
}

/** A subtask in its parent's transcript: live while it works, and what it came back with. */
export const SubtaskCard = memo(function SubtaskCard({
  call,
  subtask,
}: {
  call: ToolCallView
  subtask: Subtask
}) {
  const { outcome, summary } = subtask
  return (
    <section
      data-subtask={call.callId}
      tabIndex={-1}
      aria-label={`Subtask ${subtask.childDisplayId}`}
      className="my-1 overflow-hidden rounded-lg border border-line bg-raised"
    >
      <ChildLine call={call} subtask={subtask} />
      <SubtaskWork subtask={subtask} />
      <Message text={subtask.message} />
      {outcome === null && hasTerms(subtask) ? (
        <div className="px-3 pb-2.5 pl-[34px]">
          <SubtaskTerms paths={subtask.paths} stopsOthers={subtask.stopsOthers} />
        </div>
      ) : null}
      {subtask.checks !== null && outcome === null ? (
        <div className="px-3 pb-2.5 pl-[34px]">
          <p className="mb-1 text-small text-ink-3">Checked before it may finish</p>
          <CheckList checks={subtask.checks} results={[]} />
        </div>
      ) : null}
      {outcome === null ? null : (
        <div className="border-t border-line px-3.5 py-2.5">
          <p className="mb-1.5 flex items-center gap-2 text-small text-ink-3">
            <Badge tone={outcomes[outcome].tone}>{outcomes[outcome].label}</Badge>
            {outcome === 'completed' ? 'What it reported' : 'What is known of it'}
          </p>
          <Foldable text={summary ?? ''}>
            <Markdown text={summary || 'Nothing.'} />
          </Foldable>
        </div>
      )}
      {subtask.receipt === null ? null : <ReceiptView receipt={subtask.receipt} />}
    </section>
  )
})

function ChildLine({ call, subtask }: { call: ToolCallView; subtask: Subtask }) {
  const { childId, childDisplayId, background } = subtask
  const child = useTaskSummary(childId)
  const { openTask } = useNavigation()
  const mode = child?.mode ?? subtask.mode
  return (
    <button
      type="button"
      title="Open the subtask"
      disabled={child === undefined}
      onClick={(event) => openTask(childId, { beside: event.ctrlKey || event.metaKey })}
      className="group/child flex w-full min-w-0 flex-col gap-0.5 px-3 py-2 text-left hover:bg-hover"
    >
      <span className="flex w-full min-w-0 items-center gap-2">
        {child === undefined ? null : <StatusDot status={shownStatus(child)} />}
        <span className="tabular shrink-0 text-small text-ink-3">{childDisplayId}</span>
        <ModeGlyph mode={mode} />
        <span className="min-w-0 truncate font-medium">{child?.title ?? 'This subtask is deleted'}</span>
        {background ? <Badge tone="outline">background</Badge> : null}
        <span className="flex-1" />
        {child?.cost ? <span className="tabular text-small text-ink-3">{formatCost(child.cost)}</span> : null}
        <ChildTime call={call} live={child !== undefined && !isEnded(child.status)} />
        <ArrowUpRight aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      </span>
      {child === undefined || isEnded(child.status) ? null : (
        <span className="w-full truncate pl-[22px] text-small text-ink-2">
          {child.modeName} · {statusInfo[shownStatus(child)].label}
          {child.activity ? ` · ${child.activity}` : ''}
        </span>
      )}
    </button>
  )
}

function ChildTime({ call, live }: { call: ToolCallView; live: boolean }) {
  const { startedAt, finishedAt } = call
  if (startedAt === null) return null
  if (finishedAt === null && live) return <Elapsed since={startedAt} />
  if (finishedAt === null) return null
  return (
    <span className="tabular shrink-0 text-small text-ink-3">{formatDuration(finishedAt - startedAt)}</span>
  )
}

function Message({ text }: { text: string }) {
  const { open, bodyId, button } = useFold()
  return (
    <div className="px-3 pb-2 pl-[34px] text-small">
      <button
        {...button}
        className="rounded-sm text-ink-3 underline decoration-line-strong underline-offset-2 hover:text-ink"
      >
        {open ? 'Hide what it was asked' : 'What it was asked'}
      </button>
      {open ? (
        <div id={bodyId} className="mt-1.5 text-ink">
          <Markdown text={text} breaks />
        </div>
      ) : null}
    </div>
  )
}
