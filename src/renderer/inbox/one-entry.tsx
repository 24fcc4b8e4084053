import { TriangleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useStore } from 'zustand'
import { LimitCard } from '../budget/limit-card.tsx'
import { ApprovalCard } from '../chat/approval/approval-card.tsx'
import { CardOwnerContext } from '../chat/card-name.tsx'
import { OutcomeCard } from '../chat/outcome/outcome-card.tsx'
import { QuestionCard } from '../chat/question/question-card.tsx'
import { NeedCard } from '../chat/transcript/need-card.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { EntryLine } from './entry-line.tsx'
import type { InboxEntry } from './group-waiting.ts'
import type { InboxSource } from './inbox-source.ts'
import { openBeside } from './open-beside.ts'
import type { Waiting } from './waiting.ts'

/** One thing that waits: whose it is, and its card. */
export function OneEntry({
  source,
  entry: { key, waiting, also },
}: {
  source: InboxSource
  entry: Extract<InboxEntry, { type: 'one' }>
}) {
  const { task, asked } = waiting
  const lineId = useId()
  const problem = useStore(source.store, (state) => state.problems.get(waiting.key))
  return (
    <article
      data-entry={key}
      tabIndex={-1}
      aria-label={`${task.displayId} ${task.title}`}
      className="rounded-lg focus-visible:outline-offset-2"
    >
      <EntryLine id={lineId} taskId={task.id} since={asked.since} />
      {problem === undefined ? null : <Problem words={problem} />}
      <CardOwnerContext value={lineId}>
        <Card source={source} waiting={waiting} />
      </CardOwnerContext>
      {also.length === 0 ? null : (
        <p className="px-1 pb-1 text-small text-ink-2">
          Also paused by it: {also.map(({ task: { displayId } }) => displayId).join(', ')}.
        </p>
      )}
    </article>
  )
}

/** That an answer was not taken, and why. */
export function Problem({ words }: { words: string }) {
  return (
    <p role="alert" className="px-1 pb-1 text-small text-failed-ink select-text">
      Not answered: {words}
    </p>
  )
}

function Card({ source, waiting: { task, asked } }: { source: InboxSource; waiting: Waiting }) {
  switch (asked.type) {
    case 'approval':
      return (
        <ApprovalCard
          key={asked.approval.approvalId}
          taskId={task.id}
          call={asked.call}
          approval={asked.approval}
        />
      )
    case 'question':
      return <QuestionCard taskId={task.id} call={asked.call} question={asked.question} />
    case 'doubt':
      return <OutcomeCard taskId={task.id} call={asked.call} what={asked.what} />
    case 'limit':
      return <LimitCard taskId={task.id} notice={asked.notice} />
    case 'need':
      return <NeedCard taskId={task.id} needs={asked.needs} reason={asked.reason} last />
    case 'word':
    case 'unclear':
      return <Words waiting={{ task }}>{asked.reason || 'It waits for a word of yours.'}</Words>
    case 'failed':
      return (
        <Words
          waiting={{ task }}
          action={
            <Button size="small" onClick={() => source.retry(task.id)}>
              Try again
            </Button>
          }
        >
          The task could not be read. {asked.error}
        </Words>
      )
    case 'unread':
      return (
        <p className="flex min-h-10 items-center gap-2 rounded-lg border border-line bg-raised px-3 text-ink-2">
          <Spinner label="Loading" size={12} />
          <span className="min-w-0 truncate">{task.activity}</span>
        </p>
      )
    default: {
      const unknown: never = asked
      throw new Error(`Unknown wait ${JSON.stringify(unknown)}`)
    }
  }
}

function Words({
  waiting: { task },
  action,
  children,
}: {
  waiting: Pick<Waiting, 'task'>
  action?: ReactNode
  children: ReactNode
}) {
  const app = useAppState()
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg border border-line bg-raised px-3 py-2">
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-question" />
      <p className="min-w-0 flex-1 break-words select-text">{children}</p>
      {action}
      <Button size="small" onClick={() => openBeside(app, task.id)}>
        Open {task.displayId}
      </Button>
    </div>
  )
}
