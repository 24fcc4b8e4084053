import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { waitsForPerson } from '../../contract/waits-for-person.ts'
import { flattenTree } from '../state/flatten-tree.ts'
import type { Place } from '../state/navigation.ts'
import { noFilter } from '../state/tree-filter.ts'
import type { TreeIndex } from '../state/tree-index.ts'

const nothingFolded: ReadonlySet<TaskId> = new Set()

/** Every task of the workspace as the unfolded tree shows it, from top to bottom. */
export function tasksInOrder(tree: TreeIndex, { workspaceId }: Place): TaskId[] {
  const roots = workspaceId === null ? [] : (tree.roots.get(workspaceId) ?? [])
  return flattenTree(tree, roots, nothingFolded, noFilter).map((row) => row.id)
}

/** The task `step` lines below the current one, going round at the ends; the first when there is none. */
export function neighbour(tree: TreeIndex, place: Place, step: 1 | -1): TaskId | null {
  const ids = tasksInOrder(tree, place)
  const at = place.taskId === null ? -1 : ids.indexOf(place.taskId)
  if (at === -1) return ids[0] ?? null
  return ids[(at + step + ids.length) % ids.length] ?? null
}

/**
 * The next task below the current one that waits for a person, going round; the longest-waiting task of
 * another workspace when this one has none; null when nobody waits.
 */
export function nextWaiting(tree: TreeIndex, place: Place): TaskId | null {
  const ids = tasksInOrder(tree, place)
  const at = place.taskId === null ? -1 : ids.indexOf(place.taskId)
  const round = [...ids.slice(at + 1), ...ids.slice(0, at + 1)]
  const here = round.find((id) => {
    const task = tree.tasks.get(id)
    return task !== undefined && waitsForPerson(task)
  })
  if (here !== undefined) return here
  let oldest: TaskSummary | null = null
  for (const task of tree.tasks.values()) {
    if (!waitsForPerson(task)) continue
    if (oldest === null || task.updatedAt < oldest.updatedAt) oldest = task
  }
  return oldest?.id ?? null
}

/** The child to go down to: one that waits for a person, else one at work, else the newest. */
export function childToVisit(tree: TreeIndex, taskId: TaskId): TaskId | null {
  const children = (tree.children.get(taskId) ?? [])
    .map((id) => tree.tasks.get(id))
    .filter((task) => task !== undefined)
  const child =
    children.find((task) => waitsForPerson(task)) ??
    children.find((task) => task.status === 'in_progress' || task.status === 'awaiting_subtask') ??
    children.at(-1)
  return child?.id ?? null
}
