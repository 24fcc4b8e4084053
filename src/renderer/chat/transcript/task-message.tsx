import { ArrowUpRight } from 'lucide-react'
import type { FromTask } from '../../../contract/task-message.ts'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { useNavigation, useTaskSummary } from '../../state/hooks.ts'
import { Badge } from '../../ui/badge.tsx'
import type { Tone } from '../../ui/status-info.ts'
import { formatWhen } from '../format-time.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { Foldable } from './foldable.tsx'

const kinds: Record<FromTask['kind'], { tone: Tone; label: string }> = {
  progress: { tone: 'working', label: 'reports' },
  blocker: { tone: 'question', label: 'is blocked' },
  answer: { tone: 'subtask', label: 'answers' },
  redirect: { tone: 'subtask', label: 'redirects' },
  result: { tone: 'done', label: 'result attached' },
}

/** What another task wrote to this one, with the way to it. */
export function TaskMessage({
  message,
  queued,
}: {
  message: Extract<TranscriptItem, { type: 'message' }>
  /** Whether the model has yet to read it. */
  queued: boolean
}) {
  const { fromTask, text, at } = message
  return (
    <article
      aria-label={`Message of ${fromTask?.displayId ?? 'a task'}`}
      title={formatWhen(at, Date.now())}
      className="rounded-lg border border-line bg-sunken"
    >
      {fromTask === undefined ? null : <Writer fromTask={fromTask} queued={queued} />}
      <div className="px-3.5 pt-1 pb-3">
        <Foldable text={text}>
          <Markdown text={text} breaks />
        </Foldable>
      </div>
    </article>
  )
}

function Writer({ fromTask, queued }: { fromTask: FromTask; queued: boolean }) {
  const { openTask } = useNavigation()
  const task = useTaskSummary(fromTask.taskId)
  const { tone, label } = kinds[fromTask.kind]
  return (
    <div className="m-1.5 mb-0 flex min-w-0 items-center gap-2 text-small text-ink-2">
      <button
        type="button"
        disabled={task === undefined}
        onClick={(event) => openTask(fromTask.taskId, { beside: event.ctrlKey || event.metaKey })}
        className="flex min-w-0 items-center gap-1.5 rounded-md px-2 py-1 hover:bg-hover hover:text-ink"
      >
        <span className="tabular shrink-0">{fromTask.displayId}</span>
        <span className="truncate">{task?.title ?? 'This task is deleted'}</span>
        <ArrowUpRight aria-hidden className="size-3 shrink-0" />
      </button>
      <Badge tone={tone}>{label}</Badge>
      {queued ? <span className="ml-auto shrink-0 pr-2 text-ink-3">not read yet</span> : null}
    </div>
  )
}
