import { RotateCw, TriangleAlert } from 'lucide-react'
import type { TaskId } from '../../../contract/ids.ts'
import type { TurnFailure } from '../../../contract/task-event.ts'
import { useClient, useTaskView, useToasts } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { formatDuration } from '../format-time.ts'
import { useNow } from '../use-now.ts'
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

/** A turn that came to nothing: why, and when it is tried again. */
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
  if (failure === null || failure.kind === 'stopped' || failure.kind === 'interrupted') {
    return <p className="text-small text-ink-3">{failure?.message ?? 'The answer was cut off.'}</p>
  }
  return (
    <div className="flex min-w-0 gap-2 text-small">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-approval" />
      <div className="min-w-0 flex-1">
        <p className="text-ink">
          {titles[failure.kind]}
          {failure.httpStatus === null ? null : (
            <span className="text-ink-3"> · HTTP {failure.httpStatus}</span>
          )}
          {attempt > 1 ? <span className="text-ink-3"> · try {attempt}</span> : null}
        </p>
        {told ? null : <p className="break-words text-ink-2 select-text">{failure.message}</p>}
        {last && failure.retryInMs !== null ? (
          <Retry taskId={taskId} turnId={turn.id} waitMs={failure.retryInMs} />
        ) : null}
      </div>
    </div>
  )
}

/** Counts down to the next try. The log keeps when the turn began, not when it failed: that is `updatedAt`. */
function Retry({ taskId, turnId, waitMs }: { taskId: TaskId; turnId: string; waitMs: number }) {
  const client = useClient()
  const toasts = useToasts()
  const working = useTaskView(taskId, (view) => view.status === 'in_progress')
  const failedAt = useTaskView(taskId, (view) => (view.items.at(-1)?.id === turnId ? view.updatedAt : null))
  const now = useNow(500, working === true)
  if (working !== true || failedAt === undefined || failedAt === null) return null
  const left = failedAt + waitMs - now
  const retry = () => {
    client.task.retryNow({ taskId }).catch((error) => toasts.failed('It could not be tried now', error))
  }
  return (
    <p className="mt-1.5 flex items-center gap-2 text-ink-2">
      <span className="tabular">
        {left > 500 ? `Trying again in ${formatDuration(Math.ceil(left / 1000) * 1000)}` : 'Trying again now'}
      </span>
      <Button size="small" icon={<RotateCw className="size-3" />} onClick={retry}>
        Try now
      </Button>
    </p>
  )
}
