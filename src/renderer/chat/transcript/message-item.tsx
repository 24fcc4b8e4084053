import { ArrowUp, CornerUpLeft } from 'lucide-react'
import { memo } from 'react'
import type { CallId, TaskId } from '../../../contract/ids.ts'
import type { TranscriptItem } from '../../../contract/task-view.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { askToShow } from '../../state/ask-to-show.ts'
import { useTaskSummary, useTaskView } from '../../state/hooks.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { Foldable } from './foldable.tsx'
import { PersonMessage } from './person-message.tsx'
import { TaskMessage } from './task-message.tsx'

type Message = Extract<TranscriptItem, { type: 'message' }>

/** Something a person, the parent or the engine said to the task. */
export const MessageItem = memo(function MessageItem({
  taskId,
  message,
  queued,
  aside,
}: {
  taskId: TaskId
  message: Message
  /** Whether the model has yet to read it. */
  queued: boolean
  aside: boolean
}) {
  switch (message.from) {
    case 'person':
      return <PersonMessage taskId={taskId} message={message} queued={queued} aside={aside} />
    case 'parent':
      return <ParentMessage taskId={taskId} message={message} />
    case 'engine':
      return <EngineMessage message={message} />
    case 'task':
      return <TaskMessage message={message} queued={queued} />
    default: {
      const unknown: never = message.from
      throw new Error(`Unknown sender ${String(unknown)}`)
    }
  }
})

function ParentMessage({ taskId, message }: { taskId: TaskId; message: Message }) {
  const parentId = useTaskView(taskId, (view) => view.parentId)
  const callId = useTaskView(taskId, (view) => view.parentCallId)
  return (
    <article aria-label="The parent’s message" className="rounded-lg border border-line bg-sunken">
      {parentId ? <AskedBy parentId={parentId} callId={callId ?? null} /> : null}
      <div className="px-3.5 pt-1 pb-3">
        <Foldable text={message.text}>
          <Markdown text={message.text} breaks />
        </Foldable>
      </div>
    </article>
  )
}

/** Leads to the place in the parent where this task was asked for. */
function AskedBy({ parentId, callId }: { parentId: TaskId; callId: CallId | null }) {
  const app = useAppState()
  const parent = useTaskSummary(parentId)
  if (parent === undefined) return null
  return (
    <button
      type="button"
      onClick={(event) => {
        if (callId) askToShow(app, { taskId: parentId, call: callId })
        app.navigation.openTask(parentId, { beside: event.ctrlKey || event.metaKey })
      }}
      className="m-1.5 mb-0 flex max-w-full items-center gap-1.5 rounded-md px-2 py-1 text-small text-ink-2 hover:bg-hover hover:text-ink"
    >
      <CornerUpLeft aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">
        Asked by <span className="tabular">{parent.displayId}</span> {parent.title}
      </span>
      <ArrowUp aria-hidden className="size-3 shrink-0" />
    </button>
  )
}

function EngineMessage({ message }: { message: Message }) {
  return (
    <article
      aria-label="Note by Treeline to the model"
      className="border-l-2 border-line pl-3 text-small text-ink-3"
    >
      <p className="mb-0.5 font-medium">Treeline to the model</p>
      <Foldable text={message.text} lines={3}>
        <div className="break-words whitespace-pre-wrap select-text">{message.text}</div>
      </Foldable>
    </article>
  )
}
