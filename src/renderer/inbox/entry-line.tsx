import { Columns2 } from 'lucide-react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { Elapsed } from '../chat/elapsed.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary } from '../state/hooks.ts'
import { throughWhom } from '../state/why-waiting.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus } from '../ui/status-info.ts'
import { openBeside } from './open-beside.ts'

/** Above a card: which task waits (the element `id`), through which others, since when; and the way to it. */
export function EntryLine({ id, taskId, since }: { id: string; taskId: TaskId; since: number }) {
  const app = useAppState()
  const task = useTaskSummary(taskId)
  const through = useStore(app.tree.store, (tree) =>
    throughWhom(tree, taskId)
      .map(({ displayId }) => displayId)
      .join(' › '),
  )
  if (task === undefined) return null
  return (
    <div className="flex min-h-7 min-w-0 items-center gap-1.5 px-1">
      <StatusDot status={shownStatus(task)} size={13} />
      <span id={id} title={task.title} className="min-w-0 truncate">
        <span className="tabular pr-0.5 text-small text-ink-2">{task.displayId}</span> {task.title}
      </span>
      <span className="min-w-0 shrink-[4] truncate text-small text-ink-3">
        {task.modeName}
        {through === '' ? '' : `, through ${through}`}
      </span>
      <span className="flex-1" />
      <span className="shrink-0 text-small text-ink-3">
        <span className="@max-sm/chat:hidden">for </span>
        <Elapsed since={since} />
      </span>
      <IconButton
        label={`Open ${task.displayId} beside`}
        keys="KeyO"
        size="small"
        icon={<Columns2 className="size-3.5" />}
        onClick={() => openBeside(app, taskId)}
      />
    </div>
  )
}
