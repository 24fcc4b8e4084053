import { GitFork } from 'lucide-react'
import type { TaskId } from '../../../contract/ids.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { forkTask } from './fork-task.ts'

/** Makes a new task with the history up to an entry, and opens it. */
export function ForkButton({ taskId, itemId }: { taskId: TaskId; itemId: string }) {
  const app = useAppState()
  return (
    <IconButton
      label="Fork from here"
      size="small"
      icon={<GitFork className="size-3.5" />}
      onClick={() => {
        forkTask(app, taskId, itemId).catch((error) => app.toasts.failed('The task was not forked', error))
      }}
    />
  )
}
