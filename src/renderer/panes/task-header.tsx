import { ChartGantt, Ellipsis, Pause, Play } from 'lucide-react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { isLive, isStopped } from '../../contract/task-status.ts'
import { runCommand } from '../palette/commands.ts'
import { useKeysOf } from '../palette/keys-now.ts'
import { useHasPlan } from '../plan/use-has-plan.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useOnline, useTaskField, useTaskSummary } from '../state/hooks.ts'
import { whyWaiting } from '../state/why-waiting.ts'
import { Breadcrumb } from '../task-tree/breadcrumb.tsx'
import { TaskMenuItems } from '../task-tree/task-menu.tsx'
import { Button } from '../ui/button.tsx'
import { formatCost, formatTokens } from '../ui/format-cost.ts'
import { formatKeys } from '../ui/format-keys.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { StatusLabel } from '../ui/status-dot.tsx'
import { shownStatus } from '../ui/status-info.ts'
import { ClashLines } from './clash-lines.tsx'

/** Where the task stands, how it is, what it cost, and what one can do with it. */
export function TaskHeader({ taskId }: { taskId: TaskId }) {
  return (
    <header className="@container shrink-0 border-b border-line bg-surface">
      <div className="flex h-10 items-center gap-3 pr-2 pl-2.5">
        <Breadcrumb taskId={taskId} />
        <PlanButton taskId={taskId} />
        <Facts taskId={taskId} />
        <Actions taskId={taskId} />
      </div>
      <ClashLines taskId={taskId} />
    </header>
  )
}

/** The way to the plan, where there are subtasks to plan. */
function PlanButton({ taskId }: { taskId: TaskId }) {
  const app = useAppState()
  const keys = useKeysOf()('plan.open')
  if (!useHasPlan(taskId)) return null
  return (
    <Button
      size="small"
      look="quiet"
      title={keys === undefined ? 'Plan of the subtasks' : `Plan of the subtasks (${formatKeys(keys)})`}
      icon={<ChartGantt aria-hidden className="size-3.5" />}
      onClick={() => runCommand(app, 'plan.open', { taskId })}
    >
      Plan
    </Button>
  )
}

function Facts({ taskId }: { taskId: TaskId }) {
  const task = useTaskSummary(taskId)
  const why = useStore(useAppState().tree.store, (tree) => whyWaiting(tree, taskId))
  if (task === undefined) return null
  const { mode, modeName, cost, inputTokens, outputTokens } = task
  return (
    <>
      <span title={why === '' ? undefined : why} className="flex shrink-0 items-center @max-md:hidden">
        <StatusLabel status={shownStatus(task)} />
      </span>
      <span className="flex shrink-0 items-center gap-1.5 text-small text-ink-2 @max-2xl:hidden">
        <ModeGlyph mode={mode} /> {modeName}
      </span>
      {cost === null && inputTokens === 0 ? null : (
        <span
          title={`${formatTokens(inputTokens)} tokens in, ${formatTokens(outputTokens)} out`}
          className="tabular shrink-0 text-small text-ink-2 @max-2xl:hidden"
        >
          {cost === null ? `${formatTokens(inputTokens + outputTokens)} tokens` : formatCost(cost)}
        </span>
      )}
    </>
  )
}

function Actions({ taskId }: { taskId: TaskId }) {
  const app = useAppState()
  const online = useOnline()
  const can = useTaskField(taskId, ({ status }) =>
    isLive(status) || status === 'queued' ? 'stop' : isStopped(status) ? 'resume' : null,
  )
  return (
    <span className="flex shrink-0 items-center gap-0.5">
      {can === 'stop' ? (
        <IconButton
          label="Stop task"
          keys="Escape"
          disabled={!online}
          icon={<Pause className="size-4" />}
          onClick={() => runCommand(app, 'task.stop', { taskId })}
        />
      ) : null}
      {can === 'resume' ? (
        <IconButton
          label="Resume task"
          disabled={!online}
          icon={<Play className="size-4" />}
          onClick={() => runCommand(app, 'task.resume', { taskId })}
        />
      ) : null}
      <Menu
        align="end"
        trigger={<IconButton label="More about this task" icon={<Ellipsis className="size-4" />} />}
      >
        <TaskMenuItems taskId={taskId} />
      </Menu>
    </span>
  )
}
