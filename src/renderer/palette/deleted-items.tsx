import { Command } from 'cmdk'
import { useEffect, useState } from 'react'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { formatWhen } from '../chat/format-time.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { restoreTask } from './delete-task.ts'
import { PaletteItem } from './palette-item.tsx'

/** Deleted tasks, the latest first; choosing one restores it with what was deleted with it. */
export function DeletedItems({ onDone }: { onDone: () => void }) {
  const app = useAppState()
  const { client, toasts } = app
  const [tasks, setTasks] = useState<TaskSummary[] | null>(null)
  useEffect(() => {
    client.tasks.deleted().then(setTasks, (error) => {
      toasts.failed('Deleted tasks could not be listed', error)
      onDone()
    })
  }, [client, toasts, onDone])
  if (tasks === null) return <Command.Loading>Looking …</Command.Loading>
  if (tasks.length === 0) return <p className="px-3 py-6 text-center text-ink-2">No task is deleted.</p>
  return tasks.map((task) => (
    <PaletteItem
      key={task.id}
      value={task.id}
      keywords={[task.displayId, task.title]}
      onSelect={() => {
        onDone()
        void restoreTask(app, task.id)
      }}
    >
      <ModeGlyph mode={task.mode} />
      <span className="tabular shrink-0 text-small text-ink-3">{task.displayId}</span>
      <span className="min-w-0 flex-1 truncate">{task.title}</span>
      {task.deletedAt === null ? null : (
        <span className="shrink-0 text-small text-ink-3">
          deleted {formatWhen(task.deletedAt, Date.now())}
        </span>
      )}
    </PaletteItem>
  ))
}
