import './dock-theme.css'
import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type DockviewTheme,
  type SerializedDockview,
} from 'dockview-react'
import { useEffect, useRef, useState } from 'react'
import type { WorkspaceId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useLatest } from '../state/hooks.ts'
import { createDockHost, paneOf } from './dock-host.ts'
import { EmptyCentre } from './empty-centre.tsx'
import { PaneContent } from './pane-content.tsx'
import { readPane } from './pane-id.ts'
import { NewTabButton, PaneTab } from './pane-tab.tsx'

const theme: DockviewTheme = {
  name: 'treeline',
  className: 'dock-treeline',
  dndOverlayMounting: 'relative',
  dndPanelOverlay: 'content',
  dndTabIndicator: 'line',
}
const components = { pane: PaneContent }

/**
 * The centre: tabs and splits of panes. It begins with the arrangement that was kept, and tells every
 * change of it to `onChange`. Make it anew for another workspace.
 */
export function PaneArea({
  workspaceId,
  kept,
  onChange,
}: {
  workspaceId: WorkspaceId
  kept: unknown
  onChange: (panes: unknown) => void
}) {
  const { navigation } = useAppState()
  const [dock, setDock] = useState<DockviewApi | null>(null)
  const latestOnChange = useLatest(onChange)
  const first = useRef(kept)
  const element = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (dock === null) return
    restore(dock, first.current)
    const host = createDockHost(dock)
    const tellFront = () => {
      navigation.setFront(paneOf(dock.activePanel))
      // Once its title has its width.
      requestAnimationFrame(() => {
        const tab = element.current?.querySelector('.dv-active-group .dv-active-tab')
        tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      })
    }
    const listeners = [
      dock.onDidActivePanelChange(tellFront),
      dock.onDidLayoutChange(() => latestOnChange.current(dock.totalPanels === 0 ? null : dock.toJSON())),
    ]
    const detach = navigation.attach(host)
    if (dock.totalPanels === 0) host.open({ type: 'new-task', workspaceId }, {})
    tellFront()
    return () => {
      detach()
      host.dispose()
      for (const listener of listeners) listener.dispose()
    }
  }, [dock, navigation, workspaceId, latestOnChange])

  return (
    <DockviewReact
      ref={element}
      className="h-full"
      theme={theme}
      components={components}
      defaultTabComponent={PaneTab}
      leftHeaderActionsComponent={NewTabButton}
      watermarkComponent={EmptyCentre}
      defaultRenderer="always"
      disableFloatingGroups
      onReady={(event: DockviewReadyEvent) => setDock(event.api)}
    />
  )
}

/** Puts back what was kept; what cannot be read, or names panes nobody knows, is left behind. */
function restore(dock: DockviewApi, kept: unknown): void {
  if (kept === null) return
  try {
    dock.fromJSON(kept as SerializedDockview)
    for (const panel of [...dock.panels]) if (readPane(panel.params?.pane) === null) panel.api.close()
  } catch {
    dock.clear()
  }
}
