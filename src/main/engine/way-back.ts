import type { TaskId } from '../../contract/ids.ts'
import type { Work, WorkHunk } from '../../contract/work.ts'

/** A task's worktree, the folder its work is to go to, and the state of that folder it builds on. */
export type OwnWorktree = {
  taskId: TaskId
  displayId: string
  folder: string
  into: string
  /** A commit. */
  base: string
}

/** What git is needed for on the way of a task's work out of its worktree. */
export type WayBack = {
  /** What differs in a worktree from what it builds on, as it lies there now: kept in a snapshot, which is `head`. */
  look(order: OwnWorktree, signal: AbortSignal): Promise<Work>
  /** What differs between two commits. */
  between(order: { folder: string; into: string; base: string; head: string }): Promise<Work>
  /**
   * The hunks of one of the files between two commits. `folder` is any folder of the repository that is still there.
   * Rejects with AppError `not_found` for a file that does not differ.
   */
  hunks(order: {
    folder: string
    base: string
    head: string
    path: string
  }): Promise<{ hunks: WorkHunk[]; tooLarge: boolean }>
}
