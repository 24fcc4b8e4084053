import type { IDockviewHeaderActionsProps, IDockviewPanelHeaderProps } from 'dockview-react'
import { Plus, Settings, SquarePen, Waypoints, X } from 'lucide-react'
import { useEffect } from 'react'
import { keysOf, runCommand } from '../palette/commands.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary } from '../state/hooks.ts'
import type { Pane } from '../state/navigation.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { readPane } from './pane-id.ts'

/** A tab: what it shows, live, and a cross. The middle mouse button closes it too. */
export function PaneTab({ api, params }: IDockviewPanelHeaderProps) {
  const pane = readPane(params.pane)
  const close = () => api.close()
  return (
    <div
      className="group/tab flex h-full max-w-56 min-w-24 items-center gap-2 pr-1.5 pl-3 select-none"
      onAuxClick={(event) => {
        if (event.button === 1) close()
      }}
    >
      {pane === null ? null : <TabTitle api={api} pane={pane} />}
      <button
        type="button"
        aria-label="Close tab"
        tabIndex={-1}
        onPointerDown={(event) => event.preventDefault()}
        onClick={(event) => {
          event.stopPropagation()
          close()
        }}
        className="flex size-5 shrink-0 items-center justify-center rounded-sm text-ink-3 opacity-0 group-hover/tab:opacity-100 hover:bg-hover hover:text-ink focus-visible:opacity-100 in-[.dv-active-tab]:opacity-100"
      >
        <X className="size-3.5" />
      </button>
    </div>
  )
}

const fixedTitles = {
  'new-task': { title: 'New task', icon: <SquarePen /> },
  modes: { title: 'Global modes', icon: <Waypoints /> },
  settings: { title: 'Settings', icon: <Settings /> },
} as const

/** Shows the title, and tells it to dockview, whose tab is named by it for assistive technology. */
function TabTitle({ api, pane }: { api: IDockviewPanelHeaderProps['api']; pane: Pane }) {
  const task = useTaskSummary(pane.type === 'task' ? pane.taskId : null)
  const fixed = pane.type === 'task' ? null : fixedTitles[pane.type]
  const title = fixed?.title ?? (task === undefined ? 'Task' : `${task.displayId} ${task.title}`)
  useEffect(() => api.setTitle(title), [api, title])
  return (
    <>
      {task === undefined ? (
        <span className="shrink-0 text-ink-3 [&>svg]:size-3.5">{fixed?.icon}</span>
      ) : (
        <StatusDot status={task.status} size={13} />
      )}
      <span className="min-w-0 flex-1 truncate" title={title}>
        {task?.title ?? title}
      </span>
    </>
  )
}

/** The plus behind the last tab. */
export function NewTabButton({ activePanel }: IDockviewHeaderActionsProps) {
  const app = useAppState()
  return (
    <div className="flex h-full items-center px-1">
      <IconButton
        label="New task"
        keys={keysOf('task.new')}
        size="small"
        icon={<Plus className="size-4" />}
        onClick={() => {
          activePanel?.api.setActive()
          runCommand(app, 'task.new')
        }}
      />
    </div>
  )
}
