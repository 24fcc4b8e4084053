import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useAppState } from '../state/app-state-context.tsx'
import { useWorkspaces } from '../state/hooks.ts'
import { goToTask } from '../state/open-workspace.ts'
import { ModeGlyph } from '../ui/mode-glyph.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus } from '../ui/status-info.ts'
import { findTasks } from './find-tasks.ts'
import { PaletteItem } from './palette-item.tsx'

const most = 60

/** Tasks of all workspaces that fit the text. */
export function TaskItems({ text, onDone }: { text: string; onDone: () => void }) {
  const app = useAppState()
  const { tree, navigation } = app
  const tasks = useStore(tree.store, (state) => state.tasks)
  const workspaces = useWorkspaces()
  const here = useStore(navigation.store, (place) => place.workspaceId)
  const found = useMemo(() => findTasks(tasks.values(), text, most), [tasks, text])
  return found.map((task) => (
    <PaletteItem
      key={task.id}
      value={task.id}
      onSelect={() => {
        onDone()
        goToTask(app, task.id)
      }}
    >
      <StatusDot status={shownStatus(task)} />
      <ModeGlyph mode={task.mode} />
      <span className="tabular shrink-0 text-small text-ink-3">{task.displayId}</span>
      <span className="min-w-0 flex-1 truncate">{task.title}</span>
      {task.workspaceId === here ? null : (
        <span className="shrink-0 text-small text-ink-3">
          {workspaces?.find(({ id }) => id === task.workspaceId)?.name}
        </span>
      )}
    </PaletteItem>
  ))
}
