import { memo } from 'react'
import type { TaskId, TurnId } from '../../../contract/ids.ts'
import { useLiveText } from '../../state/hooks.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { Elapsed } from '../elapsed.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { LiveCalls } from './live-calls.tsx'
import { Thinking } from './thinking.tsx'

/** A turn while it comes in: thoughts, words and calls, as far as they are. */
export const StreamingTurn = memo(function StreamingTurn({
  taskId,
  turnId,
  since,
}: {
  taskId: TaskId
  turnId: TurnId
  since: number
}) {
  return (
    <article aria-label="Answer of the model, coming in" aria-busy className="flex min-w-0 flex-col gap-2">
      <LiveThinking taskId={taskId} turnId={turnId} />
      <LiveWords taskId={taskId} turnId={turnId} />
      <LiveCalls taskId={taskId} turnId={turnId} />
      <Waiting taskId={taskId} turnId={turnId} since={since} />
    </article>
  )
})

function LiveWords({ taskId, turnId }: { taskId: TaskId; turnId: TurnId }) {
  const text = useLiveText(taskId, turnId, 'text')
  return text === '' ? null : <Markdown text={text} />
}

function LiveThinking({ taskId, turnId }: { taskId: TaskId; turnId: TurnId }) {
  const reasoning = useLiveText(taskId, turnId, 'reasoning')
  const answering = useLiveText(taskId, turnId, 'text') !== ''
  return reasoning === '' ? null : <Thinking text={reasoning} live={!answering} />
}

function Waiting({ taskId, turnId, since }: { taskId: TaskId; turnId: TurnId; since: number }) {
  const text = useLiveText(taskId, turnId, 'text')
  const reasoning = useLiveText(taskId, turnId, 'reasoning')
  const started = text !== '' || reasoning !== ''
  return (
    <p className="flex items-center gap-2 text-small text-ink-3">
      <span className="text-working">
        <Spinner label="" size={12} />
      </span>
      {started ? 'Answering' : 'Waiting for the model'}
      <Elapsed since={since} />
    </p>
  )
}
