import { memo } from 'react'
import type { TaskId, TurnId } from '../../../contract/ids.ts'
import { useLiveText } from '../../state/hooks.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { Elapsed } from '../elapsed.tsx'
import { LiveCalls } from './live-calls.tsx'
import { Thinking } from './thinking.tsx'

/** What a turn that comes in has beside its words: the calls it is writing, and that it goes on. */
export const TurnUnderWay = memo(function TurnUnderWay({
  taskId,
  turnId,
  since,
}: {
  taskId: TaskId
  turnId: TurnId
  since: number
}) {
  return (
    <>
      <LiveCalls taskId={taskId} turnId={turnId} />
      <Waiting taskId={taskId} turnId={turnId} since={since} />
    </>
  )
})

/** The model's thoughts while they come in. */
export function LiveThinking({ taskId, turnId }: { taskId: TaskId; turnId: TurnId }) {
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
