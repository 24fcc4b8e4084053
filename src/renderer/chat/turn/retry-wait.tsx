import { Pause, RotateCw } from 'lucide-react'
import type { TaskId } from '../../../contract/ids.ts'
import type { Waits } from '../../../contract/task-view.ts'
import { runCommand } from '../../palette/commands.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useClient, useToasts } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { formatDuration } from '../format-time.ts'
import { useNow } from '../use-now.ts'

/** The wait before a request is made again, counting down, and what one can do about it. */
export function RetryWait({ taskId, waits }: { taskId: TaskId; waits: Waits }) {
  const app = useAppState()
  const client = useClient()
  const toasts = useToasts()
  const retry = () => {
    client.task.retryNow({ taskId }).catch((error) => toasts.failed('It could not be tried now', error))
  }
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-2 text-ink-2">
      {waits.for === 'offline' ? null : <Countdown until={waits.until} />}
      <span className="flex items-center gap-2">
        <Button size="small" icon={<RotateCw className="size-3" />} onClick={retry}>
          Try now
        </Button>
        <Button
          size="small"
          icon={<Pause className="size-3" />}
          onClick={() => runCommand(app, 'task.stop', { taskId })}
        >
          Stop
        </Button>
      </span>
    </div>
  )
}

/** As wide as its longest words, so that nothing beside it moves while it counts. */
function Countdown({ until }: { until: number }) {
  const now = useNow(500)
  const left = until - now
  return (
    <span role="timer" className="tabular inline-block min-w-[176px]">
      {left > 500 ? `Asking again in ${formatDuration(Math.ceil(left / 1000) * 1000)}` : 'Asking again now'}
    </span>
  )
}
