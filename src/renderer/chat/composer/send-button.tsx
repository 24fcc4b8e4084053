import { ArrowUp, Square } from 'lucide-react'
import type { TaskId } from '../../../contract/ids.ts'
import { isLive } from '../../../contract/task-status.ts'
import { runCommand } from '../../palette/commands.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useOnline, useTaskView } from '../../state/hooks.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'

/** Sends what is written; while the task works there is a way to stop it too. */
export function SendButton({
  taskId,
  label,
  empty,
  busy,
  onSend,
}: {
  taskId: TaskId
  label: string
  empty: boolean
  busy: boolean
  onSend: () => void
}) {
  const app = useAppState()
  const online = useOnline()
  const live = useTaskView(taskId, ({ status }) => isLive(status) || status === 'queued')
  return (
    <>
      {live === true ? (
        <IconButton
          label="Stop"
          keys="Escape"
          side="top"
          disabled={!online}
          icon={<Square className="size-3 fill-current" />}
          className="border border-line-strong"
          onClick={() => runCommand(app, 'task.stop', { taskId })}
        />
      ) : null}
      <IconButton
        label={online ? label : 'Not connected'}
        keys="Enter"
        side="top"
        aria-busy={busy || undefined}
        disabled={empty || busy || !online}
        icon={busy ? <Spinner label="" /> : <ArrowUp className="size-4" strokeWidth={2.25} />}
        className="bg-accent-strong text-on-accent! shadow-low hover:bg-accent-hover"
        onClick={onSend}
      />
    </>
  )
}
