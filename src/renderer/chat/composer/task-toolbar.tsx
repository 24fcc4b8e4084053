import type { TaskId } from '../../../contract/ids.ts'
import { useClient, useOnline, useTaskView, useToasts } from '../../state/hooks.ts'
import { AutoApproveMenu } from './auto-approve-menu.tsx'
import { ContextMeter } from './context-meter.tsx'
import { ModeMenu } from './mode-menu.tsx'
import { ModelMenu } from './model-menu.tsx'

/** What one can choose for a task that is there: its mode, its model, what it may do without asking. */
export function TaskToolbar({ taskId }: { taskId: TaskId }) {
  const workspaceId = useTaskView(taskId, (view) => view.workspaceId)
  if (workspaceId === undefined) return null
  return (
    <>
      <TaskMode taskId={taskId} />
      <TaskModel taskId={taskId} />
      <AutoApproveMenu workspaceId={workspaceId} task={{ scope: 'task', taskId }} />
      <ContextMeter taskId={taskId} />
    </>
  )
}

function TaskMode({ taskId }: { taskId: TaskId }) {
  const client = useClient()
  const toasts = useToasts()
  const online = useOnline()
  const workspaceId = useTaskView(taskId, (view) => view.workspaceId) ?? null
  const mode = useTaskView(taskId, (view) => view.mode) ?? ''
  const modeName = useTaskView(taskId, (view) => view.modeName) ?? mode
  const choose = (slug: string) => {
    client.task
      .setMode({ taskId, mode: slug })
      .catch((error) => toasts.failed('The mode was not changed', error))
  }
  return (
    <ModeMenu
      workspaceId={workspaceId}
      mode={mode}
      modeName={modeName}
      disabled={!online}
      onChoose={choose}
    />
  )
}

function TaskModel({ taskId }: { taskId: TaskId }) {
  const client = useClient()
  const toasts = useToasts()
  const online = useOnline()
  const providerId = useTaskView(taskId, (view) => view.providerId) ?? null
  const model = useTaskView(taskId, (view) => view.model) ?? null
  const mode = useTaskView(taskId, (view) => view.mode) ?? ''
  return (
    <ModelMenu
      chosen={{ providerId, model, mode }}
      disabled={!online}
      onChoose={(choice) => {
        client.task
          .setModel({ taskId, ...choice })
          .catch((error) => toasts.failed('The model was not changed', error))
      }}
    />
  )
}
