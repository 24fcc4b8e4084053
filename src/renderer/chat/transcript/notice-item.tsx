import { Ban, CircleCheck, CirclePause, CircleX, Cpu, Gauge, GitFork, Shuffle, Zap } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { spentWords } from '../../../contract/budget-words.ts'
import type { TaskId } from '../../../contract/ids.ts'
import { pausedBy } from '../../../contract/paused-by.ts'
import { isEnded } from '../../../contract/task-status.ts'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { LimitCard } from '../../budget/limit-card.tsx'
import { runCommand } from '../../palette/commands.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useTaskField, useTaskView } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../copy-button.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { OwnReceipt } from '../receipt/own-receipt.tsx'
import { CondensedNotice } from './condensed-notice.tsx'
import { BranchedNotice, DroppedNotice, LandedNotice, RevertedNotice } from './landed-notices.tsx'
import { NeedCard } from './need-card.tsx'
import { Resume } from './resume.tsx'
import { CommandsNotice, ConflictedNotice, WorktreeNotice } from './work-notices.tsx'

type Notice = Extract<TranscriptItem, { type: 'notice' }>

/** Something that happened to the task. */
export const NoticeItem = memo(function NoticeItem({
  taskId,
  item,
  last,
}: {
  taskId: TaskId
  item: Notice
  /** Whether nothing came after it: only then can one still act on it. */
  last: boolean
}) {
  const { notice } = item
  const limit = useTaskView(taskId, pausedBy) ?? null
  const asksHere = useTaskField(
    taskId,
    ({ budgetMark, status }) => budgetMark === 'reached' && !isEnded(status),
  )
  switch (notice.type) {
    case 'status':
      if (notice.needs !== undefined) {
        return <NeedCard taskId={taskId} needs={notice.needs} reason={notice.reason} last={last} />
      }
      return last && limit !== null ? (
        <LimitCard taskId={taskId} notice={limit} />
      ) : (
        <Line icon={notice.to === 'interrupted' ? <Zap /> : <CirclePause />}>
          <span>
            {notice.to === 'interrupted' ? 'Interrupted' : 'Paused'}
            {notice.reason ? ` — ${notice.reason}` : ''}
          </span>
          {last ? <Resume taskId={taskId} /> : null}
        </Line>
      )
    case 'mode':
      return (
        <Line icon={<Shuffle />}>
          Mode {notice.from} → {notice.to}, {notice.by === 'person' ? 'by you' : 'by the model'}
          {notice.reason ? `: ${notice.reason}` : ''}
        </Line>
      )
    case 'model':
      return <Line icon={<Cpu />}>Model changed to {notice.model}</Line>
    case 'completed':
      return <Completed result={notice.result}>{last ? <OwnReceipt taskId={taskId} /> : null}</Completed>
    case 'failed':
      return (
        <>
          <Failed taskId={taskId} message={notice.message} last={last} />
          {last ? <BoxedReceipt taskId={taskId} /> : null}
        </>
      )
    case 'cancelled':
      return (
        <>
          <Line icon={<Ban />}>
            {notice.by === 'person' ? 'Cancelled' : 'Cancelled by its parent'}
            {notice.reason ? `: ${notice.reason}` : ''}
          </Line>
          {last ? <BoxedReceipt taskId={taskId} /> : null}
        </>
      )
    case 'condensed':
      return <CondensedNotice summary={notice.summary} items={notice.items} />
    case 'rewound':
      // Holds entries itself: the entry draws it.
      return null
    case 'forked':
      return (
        <Line icon={<GitFork />}>
          Forked from {notice.source.displayId}: what stands above is a copy of its history. Files are as they
          are.
        </Line>
      )
    case 'worktree':
      return <WorktreeNotice folder={notice.folder} notes={notice.notes} />
    case 'landed':
      return <LandedNotice taskId={taskId} notice={notice} />
    case 'branched':
      return <BranchedNotice notice={notice} />
    case 'reverted':
      return <RevertedNotice notice={notice} />
    case 'dropped':
      return <DroppedNotice notice={notice} />
    case 'prepared':
      return <CommandsNotice label="Set-up of the worktree" results={notice.results} />
    case 'tested':
      return <CommandsNotice label="Gate before the work is taken over" results={notice.results} />
    case 'conflicted':
      return <ConflictedNotice conflicts={notice.conflicts} />
    case 'limit':
      // Where the task itself is paused by it, the card that follows says so.
      if (limit === notice) return null
      if (last && asksHere) return <LimitCard taskId={taskId} notice={notice} />
      return (
        <Line icon={<Gauge />}>Limit reached: {spentWords(notice.limit, notice.spent, notice.allowed)}</Line>
      )
    default: {
      const unknown: never = notice
      throw new Error(`Unknown notice ${JSON.stringify(unknown)}`)
    }
  }
})

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-3 text-small text-ink-3">
      <span aria-hidden className="h-px min-w-4 flex-1 bg-line" />
      <span className="flex min-w-0 items-center gap-1.5 break-words [&>svg]:size-3.5 [&>svg]:shrink-0">
        {icon}
        {children}
      </span>
      <span aria-hidden className="h-px min-w-4 flex-1 bg-line" />
    </div>
  )
}

function BoxedReceipt({ taskId }: { taskId: TaskId }) {
  return (
    <div className="mt-2 overflow-hidden rounded-lg border border-line bg-raised [&>div]:border-t-0">
      <OwnReceipt taskId={taskId} />
    </div>
  )
}

function Completed({ result, children }: { result: string; children: ReactNode }) {
  return (
    <section aria-label="Result" className="overflow-hidden rounded-lg border border-line bg-raised">
      <header className="flex h-8 items-center gap-2 bg-done-soft pr-1 pl-3 text-small font-medium text-done-ink">
        <CircleCheck aria-hidden className="size-4 text-done" />
        <span className="flex-1">Completed</span>
        <CopyButton text={result} label="Copy result" />
      </header>
      <div className="px-3.5 py-3">
        <Markdown text={result || 'It gave no summary.'} />
      </div>
      {children}
    </section>
  )
}

function Failed({ taskId, message, last }: { taskId: TaskId; message: string; last: boolean }) {
  const app = useAppState()
  return (
    <section
      aria-label="Failure"
      className="flex gap-2.5 rounded-lg border border-line bg-raised px-3 py-2.5"
    >
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-failed-ink">Failed</p>
        <p className="break-words text-ink-2 select-text">{message}</p>
        {last ? (
          <p className="mt-2 flex flex-wrap items-center gap-2 text-small text-ink-2">
            <Resume taskId={taskId} label="Try again" />
            <Button size="small" onClick={() => runCommand(app, 'task.retry', { taskId })}>
              Retry with…
            </Button>
            <Button size="small" onClick={() => runCommand(app, 'settings.providers')}>
              Model settings
            </Button>
            or write below what it should do differently.
          </p>
        ) : null}
      </div>
    </section>
  )
}
