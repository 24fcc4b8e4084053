import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { topmostOf } from '../state/tree-selection.ts'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus } from '../ui/status-info.ts'
import { findTasks } from './find-tasks.ts'
import { putTasks, whyNotPut } from './nest-tasks.ts'
import { PaletteItem } from './palette-item.tsx'

const most = 60

/** Tasks that others can be nested under, or that a task's result can be attached to. */
export function PlaceItems({
  taskIds,
  purpose,
  text,
  onDone,
}: {
  taskIds: readonly TaskId[]
  purpose: 'nest' | 'attach'
  text: string
  onDone: () => void
}) {
  const app = useAppState()
  const known = useStore(app.tree.store, (state) => state.tasks)
  const tasks = useMemo(() => taskIds.flatMap((id) => known.get(id) ?? []), [known, taskIds])
  const found = useMemo(
    () => findTasks(placesFor(known, tasks, purpose), text, most),
    [known, tasks, purpose, text],
  )
  if (found.length === 0 && text.trim() === '') {
    return <p className="px-3 py-6 text-center text-ink-2">There is no other task to choose.</p>
  }
  return found.map((place) => (
    <PaletteItem
      key={place.id}
      value={place.id}
      onSelect={() => {
        onDone()
        if (purpose === 'nest') void putTasks(app, tasks, place)
        else for (const task of tasks) void attachTo(app, task, place)
      }}
    >
      <StatusDot status={shownStatus(place)} />
      <ModeGlyph mode={place.mode} />
      <span className="tabular shrink-0 text-small text-ink-3">{place.displayId}</span>
      <span className="min-w-0 flex-1 truncate">{place.title}</span>
    </PaletteItem>
  ))
}

/** A result may go to any other task; tasks may be nested where none of them is refused. */
function* placesFor(
  known: ReadonlyMap<TaskId, TaskSummary>,
  tasks: readonly TaskSummary[],
  purpose: 'nest' | 'attach',
): Generator<TaskSummary> {
  const tops = topmostOf(tasks, known)
  for (const place of known.values()) {
    if (tasks.some(({ id }) => id === place.id)) continue
    // One that is still awaited is refused with words once a place is chosen, and not by an empty list.
    const free = tops.map((task) => ({ ...task, awaited: false }))
    if (purpose === 'nest' && whyNotPut(free, place, known) !== null) continue
    yield place
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
