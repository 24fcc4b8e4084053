import type { IDockviewHeaderActionsProps, IDockviewPanelHeaderProps } from 'dockview-react'
import {
  ChartGantt,
  FileCog,
  Inbox,
  Plus,
  ScanSearch,
  Search,
  Settings,
  SquarePen,
  Waypoints,
  X,
} from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { runCommand } from '../palette/commands.ts'
import { useKeysOf } from '../palette/keys-now.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary } from '../state/hooks.ts'
import type { Pane } from '../state/navigation.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus } from '../ui/status-info.ts'
import { readPane } from './pane-id.ts'

/** A tab: what it shows, live, and a cross. The middle mouse button closes it too, and so does Delete. */
export function PaneTab({ api, params }: IDockviewPanelHeaderProps) {
  const pane = readPane(params.pane)
  const close = () => api.close()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => (element.current === null ? undefined : keepInView(element.current)), [])
  useEffect(() => {
    const tab = element.current?.closest<HTMLElement>('.dv-tab')
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Delete' && event.target === tab) api.close()
    }
    tab?.addEventListener('keydown', onKeyDown)
    return () => tab?.removeEventListener('keydown', onKeyDown)
  }, [api])
  return (
    <div
      ref={element}
      className="group/tab flex h-full max-w-56 min-w-24 items-center gap-2 pr-1.5 pl-3 select-none"
      onAuxClick={(event) => {
        if (event.button === 1) close()
      }}
    >
      {pane === null ? null : <TabTitle api={api} pane={pane} />}
      {/* For the mouse: a tab may hold no control of its own, and closes with Delete and the command's keys. */}
      <span
        aria-hidden
        title="Close tab"
        onPointerDown={(event) => event.preventDefault()}
        onClick={(event) => {
          event.stopPropagation()
          close()
        }}
        className="flex size-5 shrink-0 items-center justify-center rounded-sm text-ink-3 opacity-0 group-hover/tab:opacity-100 hover:bg-hover hover:text-ink in-[.dv-active-tab]:opacity-100"
      >
        <X className="size-3.5" />
      </span>
    </div>
  )
}

/** However narrow the row of tabs becomes, the one in front stays in it. Returns what stops it. */
function keepInView(element: HTMLElement): () => void {
  const tab = element.closest('.dv-tab')
  const row = tab?.parentElement
  if (!tab || !row) return () => {}
  const observer = new ResizeObserver(() => {
    if (tab.classList.contains('dv-active-tab')) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  observer.observe(row)
  return () => observer.disconnect()
}

const fixedTitles = {
  'new-task': { title: 'New task', icon: <SquarePen /> },
  inbox: { title: 'Inbox', icon: <Inbox /> },
  search: { title: 'Search', icon: <Search /> },
  modes: { title: 'Global modes', icon: <Waypoints /> },
  settings: { title: 'Settings', icon: <Settings /> },
  'settings-file': { title: 'Settings file', icon: <FileCog /> },
} as const

const aboutTask = {
  plan: { title: 'Plan', icon: <ChartGantt aria-hidden /> },
  xray: { title: 'X-ray', icon: <ScanSearch aria-hidden /> },
} as const

/** Shows the title, and tells it to dockview, whose tab is named by it for assistive technology. */
function TabTitle({ api, pane }: { api: IDockviewPanelHeaderProps['api']; pane: Pane }) {
  const about = pane.type === 'plan' || pane.type === 'xray' ? aboutTask[pane.type] : null
  const task = useTaskSummary('taskId' in pane ? pane.taskId : null)
  const fixed = 'taskId' in pane ? null : fixedTitles[pane.type]
  const gone = useStore(useAppState().tree.store, ({ ready }) => ready) ? 'Deleted task' : 'Task'
  const named =
    task === undefined
      ? gone
      : about
        ? `${about.title} of ${task.displayId}`
        : `${task.displayId} ${task.title}`
  const title = fixed?.title ?? named
  useEffect(() => api.setTitle(title), [api, title])
  return (
    <>
      {about !== null ? (
        <span className="shrink-0 text-ink-3 [&>svg]:size-3.5">{about.icon}</span>
      ) : task === undefined ? (
        <span className="shrink-0 text-ink-3 [&>svg]:size-3.5">{fixed?.icon}</span>
      ) : (
        <StatusDot status={shownStatus(task)} size={13} />
      )}
      <span className="min-w-0 flex-1 truncate" title={title}>
        {about !== null ? title : (task?.title ?? title)}
      </span>
    </>
  )
}

/** The plus behind the last tab. */
export function NewTabButton({ activePanel }: IDockviewHeaderActionsProps) {
  const app = useAppState()
  const keysOf = useKeysOf()
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
