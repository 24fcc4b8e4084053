import type { TaskId } from '../../contract/ids.ts'
import { isNarrow, matchesFilter, type TreeFilter } from './tree-filter.ts'
import type { TreeIndex } from './tree-index.ts'

/** One line of the tree. What it says of the task is read by the line itself. */
export type TreeRow = {
  id: TaskId
  /** 0 for a root. */
  level: number
  parent: TaskId | null
  /** Whether its children are shown; null when it has none to show. */
  expanded: boolean | null
  /** From 1, and how many there are beside it: what ARIA calls posinset and setsize. */
  place: number
  of: number
  /** Shown only because something below it matches. */
  faint: boolean
}

/**
 * The lines that are shown, from top to bottom. Folded tasks hide what is below them, unless a filter is
 * set: then what matches is shown with all its ancestors, whatever is folded.
 */
export function flattenTree(
  { tasks, children }: Pick<TreeIndex, 'tasks' | 'children'>,
  roots: readonly TaskId[],
  collapsed: ReadonlySet<TaskId>,
  filter: TreeFilter,
): TreeRow[] {
  const wanted = isNarrow(filter) ? wantedTasks(tasks, filter) : null
  const rows: TreeRow[] = []

  function add(ids: readonly TaskId[], level: number, parent: TaskId | null): void {
    const shown = wanted === null ? ids : ids.filter((id) => wanted.has(id))
    shown.forEach((id, at) => {
      const below = children.get(id)
      const has = below !== undefined && (wanted === null || below.some((child) => wanted.has(child)))
      const expanded = has ? wanted !== null || !collapsed.has(id) : null
      const faint = wanted?.get(id) === 'ancestor'
      rows.push({ id, level, parent, expanded, place: at + 1, of: shown.length, faint })
      if (expanded === true && below !== undefined) add(below, level + 1, id)
    })
  }

  add(roots, 0, null)
  return rows
}

function wantedTasks(tasks: TreeIndex['tasks'], filter: TreeFilter): Map<TaskId, 'match' | 'ancestor'> {
  const wanted = new Map<TaskId, 'match' | 'ancestor'>()
  for (const task of tasks.values()) {
    if (!matchesFilter(task, filter)) continue
    wanted.set(task.id, 'match')
    let { parentId } = task
    while (parentId !== null && !wanted.has(parentId)) {
      wanted.set(parentId, 'ancestor')
      parentId = tasks.get(parentId)?.parentId ?? null
    }
  }
  return wanted
}
