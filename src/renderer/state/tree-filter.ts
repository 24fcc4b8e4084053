import type { TaskStatus } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { waitsForPerson } from '../../contract/waits-for-person.ts'

/** Which tasks are wanted. What is empty or false leaves nothing out. */
export type TreeFilter = {
  /** Words that must all occur in display id, title or mode, in any case. */
  text: string
  /** Of which one must hold. */
  statuses: ReadonlySet<TaskStatus>
  /** Slugs of modes, of which one must be the task's. */
  modes: ReadonlySet<string>
  /** Only tasks that wait for a person. */
  waiting: boolean
  /** The archived trees instead of the others. */
  archived: boolean
  /** The trees of all workspaces instead of this one's. */
  everywhere: boolean
}

/** Lets everything of a workspace through that is not archived. */
export const noFilter: TreeFilter = {
  text: '',
  statuses: new Set(),
  modes: new Set(),
  waiting: false,
  archived: false,
  everywhere: false,
}

/** Whether single tasks are left out, so that what matches is shown with its ancestors. */
export function isNarrow({ text, statuses, modes, waiting }: TreeFilter): boolean {
  return text.trim() !== '' || statuses.size > 0 || modes.size > 0 || waiting
}

/** Whether anything is set. */
export function isFiltering(filter: TreeFilter): boolean {
  return isNarrow(filter) || filter.archived || filter.everywhere
}

/** How many settings of the filter's menu are set. */
export function countFilters({ statuses, modes, waiting, archived, everywhere }: TreeFilter): number {
  return statuses.size + modes.size + Number(waiting) + Number(archived) + Number(everywhere)
}

/** Whether a task itself is wanted. */
export function matchesFilter(task: TaskSummary, { text, statuses, modes, waiting }: TreeFilter): boolean {
  if (statuses.size > 0 && !statuses.has(task.status)) return false
  if (modes.size > 0 && !modes.has(task.mode)) return false
  if (waiting && !waitsForPerson(task)) return false
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const hay = `${task.displayId} ${task.title} ${task.modeName}`.toLowerCase()
  return words.every((word) => hay.includes(word))
}
