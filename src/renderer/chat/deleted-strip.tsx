import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { restoreTask } from '../palette/delete-task.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'

/** Stands where the composer stands while a task is deleted. */
export function DeletedStrip({ taskId }: { taskId: TaskId }) {
  const app = useAppState()
  const [busy, setBusy] = useState(false)
  const restore = async () => {
    setBusy(true)
    await restoreTask(app, taskId)
    setBusy(false)
  }
  return (
    <div className="flex items-center gap-2 rounded-lg border border-line bg-raised px-3 py-2 text-ink-2">
      <Trash2 aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">This task is deleted. Its transcript is kept.</span>
      <Button size="small" disabled={busy} onClick={() => void restore()}>
        Restore
      </Button>
    </div>
  )
}
