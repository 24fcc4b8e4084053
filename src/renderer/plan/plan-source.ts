import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { AppState } from '../state/app-state.ts'
import type { Plan } from './plan.ts'
import type { PlanTree } from './plan-node.ts'
import { planOf } from './plan-of.ts'
import type { PlanEntry } from './plan-rows.ts'

/** Plans of a task and of those of its subtasks that are unfolded. Replaced, never changed. */
export type Plans = { entries: ReadonlyMap<TaskId, PlanEntry>; open: ReadonlySet<TaskId> }

/** Follows the tasks whose plans are looked at. */
export type PlanSource = {
  store: StoreApi<Plans>
  /** Shows the subtasks of a subtask, which is followed from then on, or folds them away. */
  setOpen: (taskId: TaskId, open: boolean) => void
  /** Asks again for a task that could not be opened. */
  retry: (taskId: TaskId) => void
  dispose: () => void
}

/** How often the longest chain is worked out anew while nothing but time passes, in ms. */
const againMs = 5000

/** Begins with the task's own plan. Parts of a plan that did not change stay the same objects. */
export function createPlanSource(
  { tasks, tree, modes }: Pick<AppState, 'tasks' | 'tree' | 'modes'>,
  rootId: TaskId,
): PlanSource {
  const store = createStore<Plans>(() => ({ entries: new Map(), open: new Set() }))
  const followed = new Map<TaskId, () => void>()

  function refresh(taskId: TaskId): void {
    const { view, status, error } = tasks.of(taskId).getState()
    const before = store.getState().entries.get(taskId)
    const made =
      view === null ? null : planOf(view, tree.store.getState(), Date.now(), (slug) => modeName(view, slug))
    const plan = made !== null && before?.plan ? keepSame(before.plan, made) : made
    if (before !== undefined && before.plan === plan && before.status === status && before.error === error)
      return
    store.setState({ entries: new Map(store.getState().entries).set(taskId, { status, error, plan }) })
  }

  function modeName({ workspaceId }: Pick<TaskView, 'workspaceId'>, slug: string): string | null {
    const known = modes.of(workspaceId).store.getState().value ?? []
    return known.find((mode) => mode.slug === slug)?.name ?? null
  }

  function follow(taskId: TaskId): void {
    if (followed.has(taskId)) return
    const release = tasks.watch(taskId)
    const unsubscribe = tasks.of(taskId).subscribe((state, before) => {
      if (state.view !== before.view || state.status !== before.status) refresh(taskId)
    })
    followed.set(taskId, () => {
      unsubscribe()
      release()
    })
    refresh(taskId)
  }

  function leave(taskId: TaskId): void {
    followed.get(taskId)?.()
    followed.delete(taskId)
    const entries = new Map(store.getState().entries)
    entries.delete(taskId)
    store.setState({ entries })
  }

  const refreshWhere = (wanted: (plan: Plan) => boolean) => {
    for (const [taskId, { plan }] of store.getState().entries)
      if (plan !== null && wanted(plan)) refresh(taskId)
  }
  const stopTree = tree.store.subscribe((state, before) =>
    refreshWhere((plan) => touches(plan, state, before)),
  )
  const timer = setInterval(() => refreshWhere(isAtWork), againMs)
  follow(rootId)

  return {
    store,
    setOpen: (taskId, open) => {
      const next = new Set(store.getState().open)
      if (open) next.add(taskId)
      else next.delete(taskId)
      store.setState({ open: next })
      if (open) follow(taskId)
      else if (taskId !== rootId) leave(taskId)
    },
    retry: (taskId) => {
      leave(taskId)
      follow(taskId)
    },
    dispose: () => {
      clearInterval(timer)
      stopTree()
      for (const stop of followed.values()) stop()
      followed.clear()
    },
  }
}

/** The new plan with every part that says the same as before replaced by the old one. */
export function keepSame(before: Plan, next: Plan): Plan {
  const known = new Map(before.nodes.map((node) => [node.callId, node]))
  const nodes = next.nodes.map((node) => {
    const old = known.get(node.callId)
    return old !== undefined && equal(old, node) ? old : node
  })
  const sameNodes =
    nodes.length === before.nodes.length && nodes.every((node, at) => node === before.nodes[at])
  const kept: Plan = {
    nodes: sameNodes ? before.nodes : nodes,
    groups: equal(before.groups, next.groups) ? before.groups : next.groups,
    critical: equal(before.critical, next.critical) ? before.critical : next.critical,
  }
  return sameNodes && kept.groups === before.groups && kept.critical === before.critical ? before : kept
}

/** Whether a subtask has begun and is not back. */
export function isAtWork({ nodes }: Pick<Plan, 'nodes'>): boolean {
  return nodes.some(({ start, end }) => start !== null && end === null)
}

/** Whether a change of the tree changed what a plan shows. */
function touches({ nodes }: Plan, state: PlanTree, before: PlanTree): boolean {
  return nodes.some(
    ({ childId: id }) =>
      id !== null &&
      (state.tasks.get(id) !== before.tasks.get(id) ||
        state.below.get(id) !== before.below.get(id) ||
        state.children.get(id) !== before.children.get(id)),
  )
}

/** Plans are made of plain data, with their fields always in the same order. */
function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
