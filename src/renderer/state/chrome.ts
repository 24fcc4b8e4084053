import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId } from '../../contract/ids.ts'
import { firstLayout, type InspectorTab, type Layout } from './layout.ts'

/** Parts of the settings pane that can be asked for. */
export const settingsSections = [
  'providers',
  'auto-approve',
  'worktrees',
  'preferences',
  'appearance',
  'keys',
  'notifications',
  'data',
] as const
export type SettingsSection = (typeof settingsSections)[number]

/** A dialog that commands open. */
export type OpenDialog =
  | { type: 'rename'; taskId: TaskId }
  | { type: 'cancel'; taskId: TaskId }
  | { type: 'retry'; taskId: TaskId }
  | { type: 'open-folder' }
  | { type: 'keys' }

/** The window's frame: side bars, palette, dialogs. What of it is kept is a `Layout`. */
export type ChromeState = Pick<Layout, 'left' | 'right' | 'plan'> & {
  collapsed: ReadonlySet<TaskId>
  palette: 'commands' | 'tasks' | 'workspaces' | 'deleted' | 'nest' | 'attach' | null
  /** The tasks that are to be nested, or whose result is to be attached. */
  paletteFor: readonly TaskId[]
  /** The task whose subtree alone the tree shows, or null for all. */
  treeTop: TaskId | null
  dialog: OpenDialog | null
  settingsSection: SettingsSection
  /** What is searched for in the settings. */
  settingsSearch: string
  /** Counts requests to put the cursor into the tree's search field. */
  searchAsked: number
}

/** The frame's state and the ways to change it. */
export type Chrome = {
  store: StoreApi<ChromeState>
  setLeft: (change: Partial<Layout['left']>) => void
  setRight: (change: Partial<Layout['right']>) => void
  /** Opens the inspector at a tab, or closes it when it stands there already. */
  toggleInspector: (tab: InspectorTab) => void
  setCollapsed: (taskIds: readonly TaskId[], collapsed: boolean) => void
  showPalette: (palette: ChromeState['palette'], paletteFor?: readonly TaskId[]) => void
  showDialog: (dialog: OpenDialog | null) => void
  /** Shows a part of the settings, in place of what a search found. */
  setSettingsSection: (section: SettingsSection) => void
  searchSettings: (text: string) => void
  setPlanView: (plan: Layout['plan']) => void
  askSearch: () => void
  showTreeOf: (treeTop: TaskId | null) => void
  /** Takes over a workspace's layout. */
  restore: (layout: Layout) => void
}

/** Begins as a workspace that was never opened. */
export function createChrome(): Chrome {
  const store = createStore<ChromeState>(() => ({
    left: firstLayout.left,
    right: firstLayout.right,
    plan: firstLayout.plan,
    collapsed: new Set<TaskId>(),
    palette: null,
    paletteFor: [],
    treeTop: null,
    dialog: null,
    settingsSection: 'providers',
    settingsSearch: '',
    searchAsked: 0,
  }))
  const { getState, setState } = store
  return {
    store,
    setLeft: (change) => setState({ left: { ...getState().left, ...change } }),
    setRight: (change) => setState({ right: { ...getState().right, ...change } }),
    toggleInspector: (tab) => {
      const { right } = getState()
      setState({ right: { ...right, open: !(right.open && right.tab === tab), tab } })
    },
    setCollapsed: (taskIds, collapsed) => {
      const next = new Set(getState().collapsed)
      for (const id of taskIds) {
        if (collapsed) next.add(id)
        else next.delete(id)
      }
      setState({ collapsed: next })
    },
    showPalette: (palette, paletteFor) => setState({ palette, paletteFor: paletteFor ?? [] }),
    showDialog: (dialog) => setState({ dialog }),
    setSettingsSection: (settingsSection) => setState({ settingsSection, settingsSearch: '' }),
    searchSettings: (settingsSearch) => setState({ settingsSearch }),
    setPlanView: (plan) => setState({ plan }),
    showTreeOf: (treeTop) => setState({ treeTop, left: { ...getState().left, open: true } }),
    askSearch: () => {
      const { left, searchAsked } = getState()
      setState({ left: { ...left, open: true }, searchAsked: searchAsked + 1 })
    },
    restore: ({ left, right, plan, collapsed }) =>
      setState({ left, right, plan, collapsed: new Set(collapsed), treeTop: null }),
  }
}
