import { memo } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import { AbortedTurn } from './aborted-turn.tsx'
import { Thinking } from './thinking.tsx'
import type { Turn } from './turn.ts'
import { TurnCalls } from './turn-calls.tsx'
import { TurnFacts } from './turn-facts.tsx'
import { LiveThinking, TurnUnderWay } from './turn-under-way.tsx'
import { TurnWords } from './turn-words.tsx'

/** One turn: the model's words, what it called, and what it took. */
export const TurnItem = memo(function TurnItem({
  taskId,
  turn,
  last,
  told,
}: {
  taskId: TaskId
  turn: Turn
  /** Whether nothing of the model's came after it. */
  last: boolean
  /** Whether what follows says why it came to nothing. */
  told: boolean
}) {
  if (turn.state === 'aborted') return <AbortedTurn taskId={taskId} turn={turn} last={last} told={told} />
  const streaming = turn.state === 'streaming'
  return (
    <article
      aria-label={streaming ? 'Answer of the model, coming in' : 'Answer of the model'}
      aria-busy={streaming || undefined}
      className="group/turn relative flex min-w-0 flex-col gap-2"
    >
      {streaming ? (
        <LiveThinking taskId={taskId} turnId={turn.id} />
      ) : turn.reasoning ? (
        <Thinking text={turn.reasoning} />
      ) : null}
      <TurnWords taskId={taskId} turn={turn} />
      {streaming ? <TurnUnderWay taskId={taskId} turnId={turn.id} since={turn.at} /> : null}
      {turn.callIds.length > 0 ? <TurnCalls taskId={taskId} callIds={turn.callIds} /> : null}
      {turn.finish === 'length' || turn.finish === 'content_filter' ? (
        <p className="text-small text-approval-ink">
          {turn.finish === 'length'
            ? 'The answer was cut off: the model reached the longest answer it may give.'
            : 'The server’s content filter cut the answer off.'}
        </p>
      ) : null}
      {streaming ? null : <TurnFacts taskId={taskId} turn={turn} />}
    </article>
  )
})
