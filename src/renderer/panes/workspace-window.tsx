import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../contract/ids.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { TrustNotice } from '../start/trust-notice.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { keepLayout } from '../state/keep-layout.ts'
import { firstLayout, type Layout, leftWidths, loadLayout, rightWidths } from '../state/layout.ts'
import { LeftBar } from '../task-tree/left-bar.tsx'
import { classNames } from '../ui/class-names.ts'
import { Sash } from '../ui/sash.tsx'
import { PaneArea } from './pane-area.tsx'
import { LeftRail, RightRail } from './rails.tsx'

/** The window of a workspace: tree, panes, inspector. Make it anew for another workspace. */
export function WorkspaceWindow({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client, chrome } = useAppState()
  const [layout, setLayout] = useState<Layout | null>(null)

  useEffect(() => {
    let gone = false
    const begin = (loaded: Layout) => {
      if (gone) return
      chrome.restore(loaded)
      setLayout(loaded)
    }
    // A window whose arrangement cannot be read is still a window.
    loadLayout(client, workspaceId).then(begin, () => begin(firstLayout))
    return () => {
      gone = true
    }
  }, [client, chrome, workspaceId])

  return layout === null ? null : <Arranged workspaceId={workspaceId} layout={layout} />
}

function Arranged({ workspaceId, layout }: { workspaceId: WorkspaceId; layout: Layout }) {
  const app = useAppState()
  const { chrome } = app
  const left = useStore(chrome.store, (state) => state.left)
  const right = useStore(chrome.store, (state) => state.right)
  // On a narrow screen settings and modes need the inspector's room, and nothing of what it says.
  const aboutTask = useStore(
    app.navigation.store,
    ({ front }) => front?.type !== 'settings' && front?.type !== 'modes',
  )
  const keeper = useMemo(() => keepLayout(app, workspaceId, layout.panes), [app, workspaceId, layout])
  useEffect(() => keeper.dispose, [keeper])

  return (
    <div className="flex h-full min-w-0">
      {left.open ? (
        <>
          <aside
            aria-label="Tasks"
            style={{ width: left.width }}
            className="flex max-w-[30vw] shrink-0 flex-col bg-canvas"
          >
            <LeftBar workspaceId={workspaceId} />
          </aside>
          <Sash
            label="Width of the task list"
            side="left"
            width={left.width}
            limits={leftWidths}
            onWidth={(width) => chrome.setLeft({ width })}
          />
        </>
      ) : (
        <LeftRail />
      )}
      <main className="flex min-w-0 flex-1 flex-col">
        <TrustNotice workspaceId={workspaceId} />
        <div className="min-h-0 flex-1">
          <PaneArea workspaceId={workspaceId} kept={layout.panes} onChange={keeper.setPanes} />
        </div>
      </main>
      {right.open ? (
        <>
          <Sash
            label="Width of the inspector"
            side="right"
            width={right.width}
            limits={rightWidths}
            onWidth={(width) => chrome.setRight({ width })}
          />
          <aside
            aria-label="Inspector"
            style={{ width: right.width }}
            className={classNames(
              'flex max-w-[30vw] shrink-0 flex-col bg-canvas',
              !aboutTask && 'max-[1280px]:hidden',
            )}
          >
            <Inspector />
          </aside>
        </>
      ) : (
        <RightRail />
      )}
    </div>
  )
}
