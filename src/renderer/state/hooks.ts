/**
 * How components read the app's state. Every hook subscribes its own component to exactly what it
 * returns, so call them at the leaf that shows the fact.
 *
 * A selector must return the same object for the same fact: a field of the view, an entry of `items` or
 * `calls`, or a primitive, never a list or object it makes itself (make those with `useMemo` from what
 * was selected).
 *
 *   const { status, error } = useTaskWatch(taskId)           // once per pane: follows the task
 *   const items = useTaskView(taskId, (view) => view.items)  // undefined until it is loaded
 *   const call = useTaskView(taskId, (view) => view.calls[callId])
 *   const text = useLiveText(taskId, turnId, 'text')         // '' when nothing is streamed
 *   const calls = useLiveCalls(taskId, turnId)               // tool calls whose arguments stream
 *   const output = useLiveText(taskId, callId, 'output')     // a running command
 *   const child = useTaskSummary(childId)                    // one row of the tree, live
 *   const { openTask } = useNavigation()
 *   const client = useClient()                               // commands: await client.task.send(…)
 *   const toasts = useToasts()                               // toasts.failed('Could not …', error)
 */
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { AutoApproveEntry } from '../../contract/action-type.ts'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { LiveDelta } from '../../contract/live-delta.ts'
import type { EffectiveMode } from '../../contract/mode.ts'
import type { ProviderState } from '../../contract/provider.ts'
import type { Preferences, ScopeRef } from '../../contract/settings.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { WorkspaceState } from '../../contract/workspace.ts'
import type { Client, ConnectionState } from '../connection/connection.ts'
import type { AppInfo } from './app-state.ts'
import { useAppState } from './app-state-context.tsx'
import type { Navigation } from './navigation.ts'
import type { Resource, ResourceState } from './resource.ts'
import { type LivePiece, liveKey } from './task-log.ts'
import type { TaskState } from './task-stores.ts'
import type { Toasts } from './toasts.ts'
import type { Below } from './tree-index.ts'

/** The engine. Its calls reject with an error for people: show it with `useToasts().failed`. */
export function useClient(): Client {
  return useAppState().client
}

/** Opens panes and says which is in front. */
export function useNavigation(): Navigation {
  return useAppState().navigation
}

/** Says short words at the lower right. */
export function useToasts(): Toasts {
  return useAppState().toasts
}

/** The state of the line to the engine. */
export function useConnectionState(): ConnectionState {
  return useStore(useAppState().connection.state)
}

/** Whether commands can be sent now. */
export function useOnline(): boolean {
  return useStore(useAppState().connection.state, (state) => state.status === 'online')
}

/** Follows a task while the component is there. One per pane is enough: leaves only select. */
export function useTaskWatch(taskId: TaskId): { status: TaskState['status']; error: string | null } {
  const { tasks } = useAppState()
  useEffect(() => tasks.watch(taskId), [tasks, taskId])
  return useStore(
    tasks.of(taskId),
    useShallow((state) => ({ status: state.status, error: state.error })),
  )
}

/** A fact of a task's view; undefined until the task is loaded. See above for what a selector may return. */
export function useTaskView<T>(taskId: TaskId, select: (view: TaskView) => T): T | undefined {
  return useStore(useAppState().tasks.of(taskId), (state) =>
    state.view === null ? undefined : select(state.view),
  )
}

/**
 * What is being streamed on a channel: `text` or `reasoning` of a turn (target is its id), `output` of a
 * running command (target is the call's id). Empty when nothing is, and once it was committed.
 */
export function useLiveText(
  taskId: TaskId,
  target: string,
  channel: Exclude<LiveDelta['channel'], 'arguments'>,
): string {
  return useStore(
    useAppState().tasks.of(taskId),
    (state) => state.live.get(liveKey(target, channel))?.text ?? '',
  )
}

/** The tool calls of a turn that is being streamed, in the model's order, with their arguments so far. */
export function useLiveCalls(taskId: TaskId, turnId: string): readonly LivePiece[] {
  return useStore(
    useAppState().tasks.of(taskId),
    useShallow((state) =>
      [...state.live.values()]
        .filter((piece) => piece.target === turnId && piece.channel === 'arguments')
        .sort((a, b) => a.index - b.index),
    ),
  )
}

/** One task as a row of the tree; undefined while unknown, or when it is gone. */
export function useTaskSummary(taskId: TaskId | null): TaskSummary | undefined {
  return useStore(useAppState().tree.store, (tree) => (taskId === null ? undefined : tree.tasks.get(taskId)))
}

/** One fact of a row, for a leaf that shows no more: `useTaskField(id, (task) => task.status)`. */
export function useTaskField<T>(taskId: TaskId, select: (task: TaskSummary) => T): T | undefined {
  return useStore(useAppState().tree.store, (tree) => {
    const task = tree.tasks.get(taskId)
    return task === undefined ? undefined : select(task)
  })
}

const none: readonly TaskId[] = []

/** A task's children in the order of birth. */
export function useChildIds(taskId: TaskId): readonly TaskId[] {
  return useStore(useAppState().tree.store, (tree) => tree.children.get(taskId) ?? none)
}

/** What is below a task: the most urgent status, how many wait, the cost. Undefined without children. */
export function useBelow(taskId: TaskId): Below | undefined {
  return useStore(useAppState().tree.store, (tree) => tree.below.get(taskId))
}

/** The workspace the window is in, or null before one was chosen. */
export function useWorkspaceId(): WorkspaceId | null {
  return useStore(useAppState().navigation.store, (state) => state.workspaceId)
}

/** A resource's state. */
export function useResource<T>(resource: Resource<T>): ResourceState<T> {
  return useStore(resource.store)
}

/** A resource's state, fetched now and again whenever the mark is another: what it tells of may have changed by then. */
export function useFreshResource<T>(resource: Resource<T>, mark: unknown): ResourceState<T> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark says when to fetch, and not what
  useEffect(() => void resource.reload(), [resource, mark])
  return useResource(resource)
}

/** What the host said of itself; null until it did. */
export function useAppInfo(): AppInfo | null {
  return useStore(useAppState().info.store, (state) => state.value)
}

/** Every folder that was opened once; null until known. */
export function useWorkspaces(): WorkspaceState[] | null {
  return useStore(useAppState().workspaces.store, (state) => state.value)
}

/** One workspace; undefined while unknown. */
export function useWorkspace(workspaceId: WorkspaceId | null): WorkspaceState | undefined {
  return useStore(useAppState().workspaces.store, (state) =>
    state.value?.find((workspace) => workspace.id === workspaceId),
  )
}

/** The providers there are; null until known. */
export function useProviders(): ProviderState[] | null {
  return useStore(useAppState().providers.store, (state) => state.value)
}

/** The person's preferences; null until known. */
export function usePreferences(): Preferences | null {
  return useStore(useAppState().preferences.store, (state) => state.value)
}

/** Modes in force in a workspace (or without one), in the selector's order; null until known. */
export function useModes(workspaceId: WorkspaceId | null): EffectiveMode[] | null {
  return useStore(useAppState().modes.of(workspaceId).store, (state) => state.value)
}

/**
 * The auto-approve toggles as they stand at a place, and what sets some of them there (null unsets).
 * `set` rejects with an error for people.
 */
export function useAutoApprove(at: ScopeRef): {
  entries: AutoApproveEntry[] | null
  set: (toggles: Record<string, boolean | null>) => Promise<void>
} {
  const { autoApprove, client } = useAppState()
  const resource = autoApprove.of(at)
  const entries = useStore(resource.store, (state) => state.value)
  return {
    entries,
    set: async (toggles) => {
      resource.set(await client.settings.setAutoApprove({ at, toggles }))
      autoApprove.reloadAll()
    },
  }
}

/** The newest value of something, for handlers that live longer than a render. */
export function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value)
  useEffect(() => {
    ref.current = value
  })
  return ref
}
