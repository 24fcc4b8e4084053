import { FileWarning } from 'lucide-react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import { runCommand } from '../palette/commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskField } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'

/** Says that the transcript ends here because its log is damaged, and what can still be done. */
export function DamagedNotice({ taskId }: { taskId: TaskId }) {
  const app = useAppState()
  const damage = useStore(app.tasks.of(taskId), (state) => state.damage)
  const open = useTaskField(taskId, (task) => !isEnded(task.status)) ?? false
  if (damage === null) return null
  return (
    <div
      role="alert"
      className="mb-2 flex flex-wrap gap-2 rounded-lg border border-line bg-failed-soft px-3 py-2 text-failed-ink"
    >
      <FileWarning aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span title={damage} className="min-w-0 flex-1 break-words select-text">
        <strong className="font-semibold">The rest of this transcript cannot be read.</strong> Its log is
        damaged from here on; other tasks are not affected. Close Treeline and run “treeline doctor --repair”
        to make it whole again, without what is lost.
      </span>
      {open ? (
        <Button size="small" onClick={() => runCommand(app, 'task.cancel', { taskId })}>
          Cancel task…
        </Button>
      ) : null}
    </div>
  )
}
