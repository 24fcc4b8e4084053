import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../contract/ids.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { TrustNotice } from '../start/trust-notice.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useWorkspace } from '../state/hooks.ts'
import { keepLayout } from '../state/keep-layout.ts'
import { firstLayout, type Layout, leftWidths, loadLayout, rightWidths } from '../state/layout.ts'
import { countWaiting } from '../state/tree-index.ts'
import { yieldBars } from '../state/yield-bars.ts'
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
    loadLayout(client, workspaceId, window.innerWidth).then(begin, () => begin(firstLayout))
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
    ({ front }) => !['settings', 'settings-file', 'modes'].includes(front?.type ?? ''),
  )
  const keeper = useMemo(() => keepLayout(app, workspaceId, layout.panes, window), [app, workspaceId, layout])
  useEffect(() => keeper.dispose, [keeper])
  useEffect(() => yieldBars(chrome, window), [chrome])
  const name = useWorkspace(workspaceId)?.name
  useWindowTitle(name)

  return (
    <div className="relative flex h-full min-w-0">
      {left.open ? (
        <aside
          aria-label="Tasks"
          style={{ width: left.width }}
          className="flex max-w-[30vw] shrink-0 bg-canvas"
        >
          <div className="flex min-w-0 flex-1 flex-col">
            <LeftBar workspaceId={workspaceId} />
          </div>
          <Sash
            label="Width of the task list"
            side="left"
            width={left.width}
            limits={leftWidths}
            onWidth={(width) => chrome.setLeft({ width })}
          />
        </aside>
      ) : (
        <LeftRail />
      )}
      <main className="flex min-w-0 flex-1 flex-col">
        <h1 className="sr-only">{name}</h1>
        <TrustNotice workspaceId={workspaceId} />
        <div className="min-h-0 flex-1">
          <PaneArea workspaceId={workspaceId} kept={layout.panes} onChange={keeper.setPanes} />
        </div>
      </main>
      {right.open ? (
        <aside
          aria-label="Inspector"
          style={{ width: right.width }}
          className={classNames(
            'flex max-w-[30vw] shrink-0 bg-canvas',
            // Where there is no room for three columns it lies over the second.
            'max-[860px]:absolute max-[860px]:inset-y-0 max-[860px]:right-0 max-[860px]:z-20 max-[860px]:max-w-[85vw] max-[860px]:shadow-high',
            !aboutTask && 'max-[1280px]:hidden',
          )}
        >
          <Sash
            label="Width of the inspector"
            side="right"
            width={right.width}
            limits={rightWidths}
            onWidth={(width) => chrome.setRight({ width })}
          />
          <div className="flex min-w-0 flex-1 flex-col">
            <Inspector />
          </div>
        </aside>
      ) : (
        <RightRail />
      )}
    </div>
  )
}

/** The window's title: what waits, and where. */
function useWindowTitle(name: string | undefined): void {
  const { tree, preferences } = useAppState()
  const counted = useStore(preferences.store, (state) => state.value?.badge ?? true)
  const waiting = useStore(tree.store, (state) => (counted ? countWaiting(state.tasks.values()) : 0))
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${name ? `${name} – ` : ''}Treeline`
  }, [name, waiting])
}
