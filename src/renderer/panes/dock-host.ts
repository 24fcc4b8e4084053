import type { DockviewApi, IDockviewPanel } from 'dockview-react'
import type { OpenHow, Pane, PaneHost } from '../state/navigation.ts'
import { freeId, paneName, readPane } from './pane-id.ts'

const mostClosed = 20

/** The pane that a tab shows. */
export function paneOf(panel: IDockviewPanel | undefined): Pane | null {
  return readPane(panel?.params?.pane)
}

/** Carries out what the rest of the app asks of the tabs. */
export function createDockHost(dock: DockviewApi): PaneHost & { dispose: () => void } {
  const closed: Pane[] = []

  function add(pane: Pane, beside: boolean): void {
    const id = freeId(paneName(pane), (taken) => dock.getPanel(taken) !== undefined)
    const reference = dock.activePanel
    dock.addPanel({
      id,
      component: 'pane',
      params: { pane },
      ...(reference === undefined
        ? {}
        : { position: { referencePanel: reference, direction: beside ? 'right' : 'within' } }),
    })
  }

  function open(pane: Pane, { beside = false }: OpenHow): void {
    const name = paneName(pane)
    const there = dock.panels.filter((panel) => {
      const shown = paneOf(panel)
      return shown !== null && paneName(shown) === name
    })
    const front = dock.activePanel
    if (beside) {
      const elsewhere = there.find((panel) => panel.group !== front?.group)
      if (elsewhere === undefined) add(pane, true)
      else elsewhere.api.setActive()
      return
    }
    const known = there.find((panel) => panel === front) ?? there[0]
    if (known === undefined) {
      add(pane, false)
      // A launcher that served its purpose makes room for what was opened from it.
      if (pane.type === 'task' && front !== undefined && paneOf(front)?.type === 'new-task') front.api.close()
    } else known.api.setActive()
  }

  const removed = dock.onDidRemovePanel((panel) => {
    const pane = paneOf(panel)
    if (pane === null || pane.type === 'new-task') return
    closed.push(pane)
    if (closed.length > mostClosed) closed.shift()
  })

  return {
    open,
    split: () => {
      const pane = paneOf(dock.activePanel)
      if (pane !== null) add(pane, true)
    },
    closeFront: () => dock.activePanel?.api.close(),
    reopen: () => {
      const pane = closed.pop()
      if (pane !== undefined) open(pane, {})
    },
    goTo: (place) => {
      const panels = dock.activeGroup?.panels ?? []
      const panel = place === 9 ? panels.at(-1) : panels[place - 1]
      panel?.api.setActive()
    },
    zoom: () => {
      if (dock.hasMaximizedGroup()) dock.exitMaximizedGroup()
      else if (dock.activePanel !== undefined && dock.groups.length > 1) dock.maximizeGroup(dock.activePanel)
    },
    nextSplit: () => {
      const { groups, activeGroup } = dock
      const next =
        groups[((activeGroup === undefined ? -1 : groups.indexOf(activeGroup)) + 1) % groups.length]
      next?.activePanel?.api.setActive()
    },
    dispose: () => removed.dispose(),
  }
}
