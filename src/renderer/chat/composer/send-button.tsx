import { ArrowUp, Square } from 'lucide-react'
import type { TaskId } from '../../../contract/ids.ts'
import { isLive } from '../../../contract/task-status.ts'
import { runCommand } from '../../palette/commands.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useOnline, useTaskView } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

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
      <Button
        look="primary"
        aria-label={label}
        title={online ? `${label} (Enter)` : 'Not connected'}
        busy={busy}
        disabled={empty || !online}
        icon={<ArrowUp className="size-4" />}
        className="w-7 px-0"
        onClick={onSend}
      />
    </>
  )
}
