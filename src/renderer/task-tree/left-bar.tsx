import { Inbox, Keyboard, ListTree, Settings, SquarePen, Waypoints } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../contract/ids.ts'
import { runCommand } from '../palette/commands.ts'
import { useKeysOf } from '../palette/keys-now.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { isFiltering, isNarrow, noFilter } from '../state/tree-filter.ts'
import { countWaiting } from '../state/tree-index.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { FilterBar } from './filter-bar.tsx'
import { OfflineLine } from './offline-line.tsx'
import { TaskTree } from './task-tree.tsx'
import { TreeTrail } from './tree-trail.tsx'
import { useTreeRows } from './use-tree-rows.ts'
import { WorkspaceSwitcher } from './workspace-switcher.tsx'

/** The left bar: workspace, what waits, search, the tree, and the way to settings. */
export function LeftBar({ workspaceId }: { workspaceId: WorkspaceId }) {
  const app = useAppState()
  const keysOf = useKeysOf()
  const [filter, setFilter] = useState(noFilter)
  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-1 pr-2 pl-2">
        <WorkspaceSwitcher workspaceId={workspaceId} />
        <IconButton
          label="New task"
          keys={keysOf('task.new')}
          icon={<SquarePen className="size-4" />}
          onClick={() => runCommand(app, 'task.new')}
        />
      </div>
      <FilterBar workspaceId={workspaceId} filter={filter} onChange={setFilter} />
      <WaitingButton />
      <TreeTrail />
      <div className="mt-1.5 flex min-h-0 flex-1 flex-col">
        <TreeOrNothing workspaceId={workspaceId} filter={filter} onClear={() => setFilter(noFilter)} />
      </div>
      <OfflineLine />
      <Footer />
    </>
  )
}

function TreeOrNothing({
  workspaceId,
  filter,
  onClear,
}: {
  workspaceId: WorkspaceId
  filter: typeof noFilter
  onClear: () => void
}) {
  const { tree } = useAppState()
  const ready = useStore(tree.store, (state) => state.ready)
  const rows = useTreeRows(workspaceId, filter)
  if (!ready) return <TreeSkeleton />
  if (rows.length > 0) return <TaskTree rows={rows} />
  if (isFiltering(filter)) {
    return (
      <EmptyState title="No task fits" action={<Button onClick={onClear}>Show all tasks</Button>}>
        {filter.archived && !isNarrow(filter)
          ? 'Archive Task, in the menu of a root task, puts trees here that you are done with.'
          : 'Search looks at titles, numbers and modes.'}
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<ListTree />} title="No tasks yet">
      A task and all its subtasks will stand here as a tree.
    </EmptyState>
  )
}

const skeletonWidths = [70, 54, 62, 40, 58]

function TreeSkeleton() {
  return (
    <div role="status" aria-label="Loading tasks" className="flex flex-col gap-3.5 px-4 pt-3">
      {skeletonWidths.map((width) => (
        <div key={width} className="h-3 rounded-sm bg-hover" style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}

/** How many tasks, in all workspaces, wait for a person; leads to the inbox. */
function WaitingButton() {
  const app = useAppState()
  const keysOf = useKeysOf()
  const waiting = useStore(app.tree.store, (state) => countWaiting(state.tasks.values()))
  if (waiting === 0) return null
  return (
    <button
      type="button"
      onClick={() => runCommand(app, 'inbox.open')}
      className="@container mx-2 mt-2 flex h-7 items-center gap-2 rounded-md bg-approval-soft px-2 text-approval-ink hover:brightness-97"
    >
      <Inbox aria-hidden className="size-3.5" />
      <span className="min-w-0 flex-1 truncate text-left font-medium">
        {waiting === 1 ? '1 task waits for you' : `${waiting} tasks wait for you`}
      </span>
      <span className="@max-[230px]:hidden">
        <Kbd keys={keysOf('inbox.open')} />
      </span>
    </button>
  )
}

function Footer() {
  const app = useAppState()
  const keysOf = useKeysOf()
  return (
    <footer className="flex h-9 shrink-0 items-center gap-0.5 border-t border-line px-2">
      <IconButton
        label="Settings"
        keys={keysOf('settings.open')}
        side="top"
        icon={<Settings className="size-4" />}
        onClick={() => runCommand(app, 'settings.open')}
      />
      <IconButton
        label="Edit global modes"
        side="top"
        icon={<Waypoints className="size-4" />}
        onClick={() => runCommand(app, 'modes.edit')}
      />
      <span className="flex-1" />
      <IconButton
        label="Keyboard shortcuts"
        keys={keysOf('view.keys')}
        side="top"
        icon={<Keyboard className="size-4" />}
        onClick={() => runCommand(app, 'view.keys')}
      />
    </footer>
  )
}
