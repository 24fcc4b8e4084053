import type { TaskSummary } from '../../contract/task-summary.ts'

/** Whether a task works, or worked to its end, in a worktree of its own, whose folder is named by its id. */
export function ownsWorktree({ id, folder }: Pick<TaskSummary, 'id' | 'folder'>): boolean {
  return folder.split(/[/\\]/).includes(id)
}
