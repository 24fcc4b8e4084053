import type { TaskSummary } from '../../contract/task-summary.ts'
import { matchesFilter, noFilter } from '../state/tree-filter.ts'

/** The tasks that fit what was typed, the last active first, at most `most`. */
export function findTasks(tasks: Iterable<TaskSummary>, text: string, most: number): TaskSummary[] {
  const filter = { ...noFilter, text }
  const fitting = [...tasks].filter((task) => matchesFilter(task, filter))
  const wanted = text.trim().toLowerCase()
  const exact = (task: TaskSummary) => (task.displayId.toLowerCase() === wanted ? 1 : 0)
  return fitting.sort((a, b) => exact(b) - exact(a) || b.updatedAt - a.updatedAt).slice(0, most)
}
