import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AutoApproveEntry } from '../../contract/action-type.ts'
import type { Health } from '../../contract/health.ts'
import type { WorkspaceId } from '../../contract/ids.ts'
import type { EffectiveMode } from '../../contract/mode.ts'
import type { ProviderState } from '../../contract/provider.ts'
import type { Preferences, ScopeRef, SettingsState } from '../../contract/settings.ts'
import type { WorkspaceState } from '../../contract/workspace.ts'
import type { Client, Connection } from '../connection/connection.ts'
import { follow } from '../connection/follow.ts'
import { createReviews, type Reviews } from '../review/reviews.ts'
import { createWorkFiles, type WorkFiles } from '../review/work-files.ts'
import { type Chrome, createChrome } from './chrome.ts'
import type { Schedule } from './frame-queue.ts'
import { createKeyedResources, type KeyedResources } from './keyed-resources.ts'
import { createNavigation, type Navigation } from './navigation.ts'
import { createResource, type Resource } from './resource.ts'
import { createTaskSeeds, type TaskSeeds } from './task-seeds.ts'
import { createTaskStores, type TaskStores } from './task-stores.ts'
import { createToasts, type Toasts } from './toasts.ts'
import { createTreeSelection, type TreeSelection } from './tree-selection.ts'
import { createTreeStore, type TreeStore } from './tree-store.ts'
import { createVisited, type Visited } from './visited.ts'
import { createWholeResults, type WholeResults } from './whole-results.ts'

/** What the host said of itself. */
export type AppInfo = Awaited<ReturnType<Client['app']['info']>>

/** Everything the page knows and may do. There is one, handed down by `AppStateProvider`. */
export type AppState = {
  connection: Connection
  client: Client
  /** Every task as a row. */
  tree: TreeStore
  /** What is selected in the tree, for commands to act on. */
  selection: TreeSelection
  /** Whole tasks, for those that are looked at. */
  tasks: TaskStores
  /** What calls of those tasks came to, where the transcript does not bring it. */
  results: WholeResults
  /** What a new task's composer is to begin with. */
  seeds: TaskSeeds
  navigation: Navigation
  /** The way back through what was in front. */
  visited: Visited
  /** Side bars, palette, dialogs. */
  chrome: Chrome
  toasts: Toasts
  /** How storing goes. */
  health: StoreApi<Health>
  info: Resource<AppInfo>
  workspaces: Resource<WorkspaceState[]>
  providers: Resource<ProviderState[]>
  preferences: Resource<Preferences>
  /** Which preferences settings.json sets, and what is wrong with it; null until known. */
  settings: StoreApi<SettingsState | null>
  /** Modes in force in a workspace, in the selector's order. */
  modes: KeyedResources<WorkspaceId | null, EffectiveMode[]>
  /** Auto-approve toggles as they stand at a place. Changing one scope may change what others inherit. */
  autoApprove: KeyedResources<ScopeRef, AutoApproveEntry[]>
  /** How far the person is with work that waits for their word. */
  reviews: Reviews
  workFiles: WorkFiles
  dispose: () => void
}

/** Builds it all on a connection, and fetches what is kept a copy of whenever there is a new line. */
export function createAppState(connection: Connection, schedule: Schedule): AppState {
  const { client } = connection
  const single = {
    info: createResource<AppInfo>(() => client.app.info()),
    workspaces: createResource<WorkspaceState[]>(() => client.workspaces.list()),
    providers: createResource<ProviderState[]>(() => client.providers.list()),
    preferences: createResource<Preferences>(() => client.settings.preferences()),
  }
  const keyed = {
    modes: createKeyedResources<WorkspaceId | null, EffectiveMode[]>(
      (workspaceId) => workspaceId ?? '',
      (workspaceId) => client.modes.list({ workspaceId }),
    ),
    autoApprove: createKeyedResources<ScopeRef, AutoApproveEntry[]>(
      (at) => JSON.stringify(at),
      (at) => client.settings.autoApprove(at),
    ),
  }
  const reload = () => {
    for (const resource of Object.values(single)) void resource.reload()
    for (const resources of Object.values(keyed)) resources.reloadAll()
  }
  const unsubscribe = connection.state.subscribe((state, before) => {
    if (state.status === 'online' && before.status !== 'online') reload()
  })
  if (connection.state.getState().status === 'online') reload()

  // After those: all tasks at once are what the engine has longest with.
  const tree = createTreeStore(connection, schedule)
  const tasks = createTaskStores(connection, schedule)
  const navigation = createNavigation()
  const visited = createVisited(
    navigation,
    ({ pane }) => !('taskId' in pane) || tree.store.getState().tasks.has(pane.taskId),
  )

  const health = createStore<Health>(() => ({ trouble: null, notices: [] }))
  const stopHealth = follow<Health>(connection, (signal) => client.app.watchHealth(undefined, { signal }), {
    onFrame: (frame) => health.setState(frame, true),
  })
  const settings = createStore<SettingsState | null>(() => null)
  const stopSettings = follow<SettingsState>(
    connection,
    (signal) => client.settings.watch(undefined, { signal }),
    {
      onFrame: (frame) => {
        settings.setState(frame, true)
        single.preferences.set(frame.preferences)
      },
    },
  )

  return {
    connection,
    client,
    tree,
    selection: createTreeSelection(),
    seeds: createTaskSeeds(),
    tasks,
    results: createWholeResults(client),
    navigation,
    visited,
    chrome: createChrome(),
    toasts: createToasts(),
    health,
    settings,
    reviews: createReviews(),
    workFiles: createWorkFiles(client),
    ...single,
    ...keyed,
    dispose: () => {
      unsubscribe()
      stopHealth()
      visited.dispose()
      stopSettings()
      tree.dispose()
      tasks.dispose()
    },
  }
}
