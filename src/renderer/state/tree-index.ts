import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { TreeFrame } from '../../contract/task-api.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { waitsForPerson } from '../../contract/waits-for-person.ts'
import { byUrgency, type ShownStatus, shownStatus } from '../ui/status-info.ts'

/** What a collapsed row says about everything below it, itself not counted. */
export type Below = {
  /** The most urgent status among them. */
  urgent: ShownStatus
  /** How many of them wait for a person. */
  waiting: number
  tasks: number
  /** US dollars; null when no task below had a known price. */
  cost: number | null
}

/**
 * All tasks as a forest. A map is the same object as before when nothing in it changed, and so is every
 * list and every `Below`, so that a screen may compare by identity.
 */
export type TreeIndex = {
  tasks: ReadonlyMap<TaskId, TaskSummary>
  /** Children in the order of birth, pinned ones first; no entry where there are none. */
  children: ReadonlyMap<TaskId, readonly TaskId[]>
  /** Roots of a workspace, pinned ones first, then the newest. A task whose parent is gone counts as one. */
  roots: ReadonlyMap<WorkspaceId, readonly TaskId[]>
  /** Archived roots, likewise; they are not among `roots`. */
  archived: ReadonlyMap<WorkspaceId, readonly TaskId[]>
  /** No entry for a task without children. */
  below: ReadonlyMap<TaskId, Below>
}

/** A forest without trees. */
export const emptyTree: TreeIndex = {
  tasks: new Map(),
  children: new Map(),
  roots: new Map(),
  archived: new Map(),
  below: new Map(),
}

/** The forest after one more frame. Frames may name tasks they have named before: the newest word holds. */
export function applyTreeFrame(index: TreeIndex, frame: TreeFrame): TreeIndex {
  const tasks = new Map(frame.type === 'snapshot' ? [] : index.tasks)
  let reshaped = frame.type === 'snapshot'
  const touched: TaskSummary[] = []
  for (const task of frame.tasks) {
    const before = tasks.get(task.id)
    if (before === undefined || standsElsewhere(before, task)) reshaped = true
    else if (countsOtherwise(before, task)) touched.push(task)
    tasks.set(task.id, task)
  }
  if (frame.type === 'changed') {
    for (const id of frame.removed) if (tasks.delete(id)) reshaped = true
  }
  if (reshaped) return build(tasks, index)
  if (touched.length === 0) return { ...index, tasks }
  return { ...index, tasks, below: recount(touched, { ...index, tasks }) }
}

function standsElsewhere(before: TaskSummary, task: TaskSummary): boolean {
  return (
    before.parentId !== task.parentId ||
    before.pinnedAt !== task.pinnedAt ||
    before.archivedAt !== task.archivedAt
  )
}

function countsOtherwise(before: TaskSummary, task: TaskSummary): boolean {
  return (
    before.status !== task.status ||
    before.cost !== task.cost ||
    before.needs !== task.needs ||
    before.statusReason !== task.statusReason
  )
}

function build(tasks: Map<TaskId, TaskSummary>, before: TreeIndex): TreeIndex {
  const children = new Map<TaskId, TaskId[]>()
  const roots = new Map<WorkspaceId, TaskId[]>()
  const archived = new Map<WorkspaceId, TaskId[]>()
  // Ids are ULIDs: their order is that of birth.
  const ordered = [...tasks.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const task of ordered) {
    if (task.parentId !== null && tasks.has(task.parentId)) push(children, task.parentId, task.id)
    else push(task.archivedAt === null ? roots : archived, task.workspaceId, task.id)
  }
  for (const list of [...roots.values(), ...archived.values()]) list.reverse()
  for (const list of [...roots.values(), ...children.values()]) pinnedFirst(list, tasks)

  const below = new Map<TaskId, Below>()
  // From the deepest up, every child is counted before its parent, which may be the younger one.
  for (const task of ordered.reverse().sort((a, b) => b.depth - a.depth)) {
    const ids = children.get(task.id)
    if (ids === undefined) continue
    const counted = count(ids, tasks, below)
    const old = before.below.get(task.id)
    below.set(task.id, old !== undefined && same(old, counted) ? old : counted)
  }
  return {
    tasks,
    children: keep(children, before.children),
    roots: keep(roots, before.roots),
    archived: keep(archived, before.archived),
    below,
  }
}

/** Only a list that has a pinned one is sorted: most have none. */
function pinnedFirst(ids: TaskId[], tasks: ReadonlyMap<TaskId, TaskSummary>): void {
  const free = (id: TaskId) => Number(tasks.get(id)?.pinnedAt === null)
  if (ids.some((id) => free(id) === 0)) ids.sort((a, b) => free(a) - free(b))
}

function recount(touched: TaskSummary[], index: TreeIndex): ReadonlyMap<TaskId, Below> {
  const below = new Map(index.below)
  let changed = false
  for (const task of touched) {
    let id = task.parentId
    while (id !== null) {
      const ids = index.children.get(id)
      if (ids === undefined) break
      const counted = count(ids, index.tasks, below)
      const old = below.get(id)
      if (old !== undefined && same(old, counted)) break
      below.set(id, counted)
      changed = true
      id = index.tasks.get(id)?.parentId ?? null
    }
  }
  return changed ? below : index.below
}

function count(
  ids: readonly TaskId[],
  tasks: ReadonlyMap<TaskId, TaskSummary>,
  below: ReadonlyMap<TaskId, Below>,
): Below {
  const sum: Below = { urgent: 'completed', waiting: 0, tasks: 0, cost: null }
  for (const id of ids) {
    const task = tasks.get(id)
    if (task === undefined) continue
    const under = below.get(id)
    sum.urgent = moreUrgent(sum.urgent, shownStatus(task))
    if (under !== undefined) sum.urgent = moreUrgent(sum.urgent, under.urgent)
    sum.waiting += (waitsForPerson(task) ? 1 : 0) + (under?.waiting ?? 0)
    sum.tasks += 1 + (under?.tasks ?? 0)
    sum.cost = addCost(addCost(sum.cost, task.cost), under?.cost ?? null)
  }
  return sum
}

const rank = Object.fromEntries(byUrgency.map((status, at) => [status, at])) as Record<ShownStatus, number>

function moreUrgent(a: ShownStatus, b: ShownStatus): ShownStatus {
  return rank[a] <= rank[b] ? a : b
}

/** How many tasks wait for a person. */
export function countWaiting(tasks: Iterable<TaskSummary>): number {
  let count = 0
  for (const task of tasks) if (waitsForPerson(task)) count += 1
  return count
}

/** The sum of two prices, of which an unknown one counts as nothing beside a known one. */
export function addCost(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b
}

function same(a: Below, b: Below): boolean {
  return a.urgent === b.urgent && a.waiting === b.waiting && a.tasks === b.tasks && a.cost === b.cost
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** The new map with every list that did not change replaced by the old one. */
function keep<K, V>(next: Map<K, V[]>, before: ReadonlyMap<K, readonly V[]>): ReadonlyMap<K, readonly V[]> {
  const kept = new Map<K, readonly V[]>()
  for (const [key, list] of next) {
    const old = before.get(key)
    const unchanged = old?.length === list.length && old.every((value, at) => value === list[at])
    kept.set(key, old !== undefined && unchanged ? old : list)
  }
  return kept
}
