import { Columns2, Ellipsis, Pause, Play } from 'lucide-react'
import type { TaskId } from '../../contract/ids.ts'
import { isLive, isStopped } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { ChatPane } from '../chat/chat-pane.tsx'
import { runCommand } from '../palette/commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary } from '../state/hooks.ts'
import { Breadcrumb } from '../task-tree/breadcrumb.tsx'
import { TaskMenuItems } from '../task-tree/task-menu.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { StatusLabel } from '../ui/status-dot.tsx'
import { DemoBanner } from './demo-banner.tsx'

/** A task in a tab or in a window of its own: where it is, how it stands, and its chat. */
export function TaskPane({ taskId }: { taskId: TaskId }) {
  const task = useTaskSummary(taskId)
  return (
    <section aria-label={task?.title ?? 'Task'} className="flex h-full flex-col bg-surface">
      <header className="flex h-10 shrink-0 items-center gap-1 border-b border-line pr-2 pl-2.5">
        <Breadcrumb taskId={taskId} />
        {task === undefined ? null : <TaskControls task={task} />}
      </header>
      <DemoBanner providerId={task?.providerId ?? null} />
      <div className="min-h-0 flex-1">
        <ChatPane taskId={taskId} />
      </div>
    </section>
  )
}

function TaskControls({ task }: { task: TaskSummary }) {
  const app = useAppState()
  const { id, status, statusReason } = task
  return (
    <>
      <span title={statusReason ?? undefined} className="mr-1 shrink-0 @max-md:hidden">
        <StatusLabel status={status} />
      </span>
      {isLive(status) ? (
        <Button
          size="small"
          look="quiet"
          icon={<Pause className="size-3.5" />}
          onClick={() => runCommand(app, 'task.stop', { taskId: id })}
        >
          Stop
        </Button>
      ) : null}
      {isStopped(status) ? (
        <Button
          size="small"
          icon={<Play className="size-3.5" />}
          onClick={() => runCommand(app, 'task.resume', { taskId: id })}
        >
          Resume
        </Button>
      ) : null}
      <IconButton
        label="Open beside"
        size="small"
        icon={<Columns2 className="size-3.5" />}
        onClick={() => app.navigation.openTask(id, { beside: true })}
      />
      <Menu
        align="end"
        trigger={
          <IconButton label="More about this task" size="small" icon={<Ellipsis className="size-4" />} />
        }
      >
        <TaskMenuItems taskId={id} />
      </Menu>
    </>
  )
}
