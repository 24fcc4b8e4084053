import type { TaskId } from '../../contract/ids.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
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

/** Which tasks are wanted: words that must all occur, and statuses of which one must hold (empty: any). */
export type TreeFilter = { text: string; statuses: ReadonlySet<TaskStatus> }

/** Lets everything through. */
export const noFilter: TreeFilter = { text: '', statuses: new Set() }

/** Whether the filter leaves anything out. */
export function isFiltering({ text, statuses }: TreeFilter): boolean {
  return text.trim() !== '' || statuses.size > 0
}

/** Whether a task itself is wanted. Words are looked for in display id, title and mode, in any case. */
export function matchesFilter(task: TaskSummary, { text, statuses }: TreeFilter): boolean {
  if (statuses.size > 0 && !statuses.has(task.status)) return false
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const hay = `${task.displayId} ${task.title} ${task.modeName}`.toLowerCase()
  return words.every((word) => hay.includes(word))
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
  const wanted = isFiltering(filter) ? wantedTasks(tasks, filter) : null
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
