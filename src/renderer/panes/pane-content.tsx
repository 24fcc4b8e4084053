import type { IDockviewPanelProps } from 'dockview-react'
import { NewTaskPane } from '../chat/chat-pane.tsx'
import { InboxPane } from '../inbox/inbox-pane.tsx'
import { LazyPlanPane } from '../plan/lazy-plan-pane.tsx'
import { SearchPane } from '../search/search-pane.tsx'
import { LazyModesEditor, LazySettingsFile } from '../settings/lazy-editors.tsx'
import { SettingsPane } from '../settings/settings-pane.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { XrayPane } from '../xray/xray-pane.tsx'
import { DemoBanner } from './demo-banner.tsx'
import { readPane } from './pane-id.ts'
import { TaskPane } from './task-pane.tsx'

/** What a tab shows. */
export function PaneContent({ params }: IDockviewPanelProps) {
  const pane = readPane(params.pane)
  if (pane === null) return <EmptyState title="This tab is not known any more" />
  switch (pane.type) {
    case 'task':
      return <TaskPane taskId={pane.taskId} />
    case 'plan':
      return <LazyPlanPane taskId={pane.taskId} />
    case 'xray':
      return <XrayPane taskId={pane.taskId} />
    case 'new-task':
      return (
        <div className="flex h-full flex-col">
          <DemoBanner />
          <div className="min-h-0 flex-1">
            <NewTaskPane workspaceId={pane.workspaceId} />
          </div>
        </div>
      )
    case 'inbox':
      return <InboxPane />
    case 'search':
      return <SearchPane />
    case 'modes':
      return <LazyModesEditor />
    case 'settings':
      return <SettingsPane />
    case 'settings-file':
      return <LazySettingsFile />
    default: {
      const unknown: never = pane
      return unknown
    }
  }
}
