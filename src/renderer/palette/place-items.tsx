import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus } from '../ui/status-info.ts'
import { findTasks } from './find-tasks.ts'
import { PaletteItem } from './palette-item.tsx'

const most = 60

/** Tasks that a task can be nested under, or that its result can be attached to. */
export function PlaceItems({
  taskId,
  purpose,
  text,
  onDone,
}: {
  taskId: TaskId
  purpose: 'nest' | 'attach'
  text: string
  onDone: () => void
}) {
  const app = useAppState()
  const tasks = useStore(app.tree.store, (state) => state.tasks)
  const task = tasks.get(taskId)
  const found = useMemo(
    () => (task === undefined ? [] : findTasks(placesFor(tasks.values(), task, purpose), text, most)),
    [tasks, task, purpose, text],
  )
  if (task === undefined) return null
  if (found.length === 0 && text.trim() === '') {
    return <p className="px-3 py-6 text-center text-ink-2">There is no other task to choose.</p>
  }
  return found.map((place) => (
    <PaletteItem
      key={place.id}
      value={place.id}
      onSelect={() => {
        onDone()
        void (purpose === 'nest' ? nestUnder(app, task, place) : attachTo(app, task, place))
      }}
    >
      <StatusDot status={shownStatus(place)} />
      <ModeGlyph mode={place.mode} />
      <span className="tabular shrink-0 text-small text-ink-3">{place.displayId}</span>
      <span className="min-w-0 flex-1 truncate">{place.title}</span>
    </PaletteItem>
  ))
}

/** A result may go to any task; a task may be nested only within its workspace, and under none of its own tree. */
function* placesFor(
  tasks: Iterable<TaskSummary>,
  task: TaskSummary,
  purpose: 'nest' | 'attach',
): Generator<TaskSummary> {
  for (const one of tasks) {
    if (one.id === task.id) continue
    if (purpose === 'nest' && (one.workspaceId !== task.workspaceId || one.rootId === task.id)) continue
    yield one
  }
}

async function nestUnder({ client, toasts }: AppState, task: TaskSummary, parent: TaskSummary) {
  try {
    await client.task.nest({ taskId: task.id, parentId: parent.id })
    toasts.show({ tone: 'done', title: `${task.displayId} is nested under ${parent.displayId}` })
  } catch (error) {
    toasts.failed('The task was not nested', error)
  }
}

async function attachTo({ client, toasts }: AppState, task: TaskSummary, to: TaskSummary) {
  try {
    await client.task.attachResult({ taskId: task.id, toTaskId: to.id })
    toasts.show({ tone: 'done', title: `The result of ${task.displayId} is attached to ${to.displayId}` })
  } catch (error) {
    toasts.failed('The result was not attached', error)
  }
}
