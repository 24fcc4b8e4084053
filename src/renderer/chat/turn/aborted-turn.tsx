import { TriangleAlert, WifiOff } from 'lucide-react'
import type { TaskId } from '../../../contract/ids.ts'
import type { TurnFailure } from '../../../contract/turn-failure.ts'
import { useTaskView } from '../../state/hooks.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { RetryWait } from './retry-wait.tsx'
import { Thinking } from './thinking.tsx'
import type { Turn } from './turn.ts'

const titles: Record<TurnFailure['kind'], string> = {
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  network: 'No connection to the model',
  offline: 'Offline',
  rate_limited: 'The model’s server asks to wait',
  server: 'The model’s server failed',
  authentication: 'The key was not accepted',
  no_credit: 'No credit left',
  unknown_model: 'The server has no such model',
  bad_request: 'The server did not accept the request',
  context_too_long: 'The conversation no longer fits the model',
  stalled: 'The model went silent',
  malformed: 'The answer could not be read',
  refused: 'The model refused',
  empty: 'The model answered with nothing',
}

/** A turn that came to nothing: what had come of it, why it did not go on, and when it is tried again. */
export function AbortedTurn({
  taskId,
  turn,
  last,
  told,
}: {
  taskId: TaskId
  turn: Turn
  last: boolean
  /** Whether what follows gives the reason in full. */
  told: boolean
}) {
  const { failure, attempt } = turn
  const waits = useTaskView(taskId, (view) => view.waits) ?? null
  if (failure === null || failure.kind === 'stopped' || (failure.kind === 'interrupted' && waits === null)) {
    return (
      <>
        <BrokenAnswer turn={turn} />
        <p className="text-small text-ink-3">{failure?.message ?? 'The answer was cut off.'}</p>
      </>
    )
  }
  const offline = failure.kind === 'offline'
  const waiting = last && waits !== null
  return (
    <>
      <BrokenAnswer turn={turn} />
      <div className="flex min-w-0 gap-2 text-small">
        {offline ? (
          <WifiOff aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
        ) : (
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-approval" />
        )}
        <div className="min-w-0 flex-1">
          <p className="text-ink">
            {offline && waiting
              ? 'Offline — goes on by itself when the network is back'
              : titles[failure.kind]}
            {failure.httpStatus === null ? null : (
              <span className="text-ink-3"> · HTTP {failure.httpStatus}</span>
            )}
            {attempt > 1 ? <span className="text-ink-3"> · try {attempt}</span> : null}
          </p>
          {told ? null : <p className="break-words text-ink-2 select-text">{failure.message}</p>}
          {waiting ? <RetryWait taskId={taskId} waits={waits} /> : null}
        </div>
      </div>
    </>
  )
}

/** What had come of an answer that did not become whole. The model is not sent it, and nothing of it is carried out. */
function BrokenAnswer({ turn }: { turn: Turn }) {
  if (turn.text === '' && turn.reasoning === '') return null
  return (
    <section
      aria-label="Part of an answer that broke off"
      title="This part of an answer is only kept to be read: the model is asked again from before it."
      className="mb-2 border-l-2 border-line-strong pl-3 text-ink-2"
    >
      {turn.reasoning ? <Thinking text={turn.reasoning} /> : null}
      {turn.text ? <Markdown text={turn.text} /> : null}
    </section>
  )
}
