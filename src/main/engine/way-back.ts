import type { TaskId } from '../../contract/ids.ts'
import type { Clash, ClashSide, Taken, Work, WorkHunk } from '../../contract/work.ts'

/** A task's worktree, the folder its work is to go to, and the state of that folder it builds on. */
export type OwnWorktree = {
  taskId: TaskId
  displayId: string
  folder: string
  into: string
  /** A commit. */
  base: string
}

type Files = { path: string; change: 'added' | 'changed' | 'deleted' }[]

/** Work that was written into the folder it was to go to: commits of that folder before and after. */
export type Landed = { before: string; after: string; files: Files }

/** What came of a merge on trial. `own` holds what is taken of the work, `before` the other folder as it is. */
export type Merged = {
  before: string
  own: string
  /** The tree that holds both; with markers where they clash. */
  tree: string
  /** Paths of the work of which not everything is taken. */
  left: string[]
} & (
  | {
      status: 'clean'
      /** Whether the folder does not hold all of it already. */
      news: boolean
      /** Whether what is taken of the work holds all of the folder already. */
      asIs: boolean
      /** Set when it was landed before, and nobody was told. */
      landed: Landed | null
    }
  | { status: 'clash'; conflicts: Clash[] }
)

/**
 * What git is needed for on the way of a task's work out of its worktree. Each is safe to be killed in its middle and
 * called again. They reject with AppError in words; `workspace_unavailable` when a folder is gone.
 */
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
  /** Paths that differ between two commits, below `folder`, and do not match one glob of each list; by path. */
  outside(order: {
    folder: string
    base: string
    head: string
    lists: readonly (readonly string[])[]
  }): Promise<string[]>
  /**
   * Merges a task's work into the folder it is to go to, on trial. `head` is the commit that holds the work; null: as
   * it lies in the worktree now. Of it only `take` is taken (null: all), and nothing outside of `lists`. `landed` is
   * the latest landing that the task's log knows of. Whatever was cut off in either folder is finished first.
   */
  merge(
    order: OwnWorktree & {
      head: string | null
      take: Taken | null
      lists: readonly (readonly string[])[]
      landed: string | null
    },
    signal: AbortSignal,
  ): Promise<Merged>
  /** Writes what came of a merge into the worktree and returns its commit; null when files change there meanwhile. */
  bring(
    order: OwnWorktree & Pick<Merged, 'before' | 'own' | 'tree'>,
    signal: AbortSignal,
  ): Promise<string | null>
  /**
   * The commit that holds what lies in a worktree after a clash, with these sides in place of what clashes; or the
   * paths at which nobody has chosen and the markers still stand.
   */
  resolve(
    order: OwnWorktree & { own: string; sides: Readonly<Record<string, ClashSide>> },
    signal: AbortSignal,
  ): Promise<{ head: string } | { marked: string[] }>
  /** Writes merged work into the folder it is to go to; `changed` when files change there meanwhile. */
  land(
    order: OwnWorktree & Pick<Merged, 'before' | 'tree'>,
    signal: AbortSignal,
  ): Promise<({ status: 'landed' } & Landed) | { status: 'changed'; words: string }>
  /** Commits what was landed on the branch of its folder, if git lets it. */
  commit(
    order: Pick<OwnWorktree, 'into'> & Landed & { message: string },
  ): Promise<{ commit: { id: string; branch: string } } | { note: string }>
  /** Makes a branch of merged work, on top of what is checked out; `name` gets a number where it is taken. */
  branch(
    order: OwnWorktree & Pick<Merged, 'before' | 'tree'> & { name: string; message: string },
  ): Promise<{ branch: string; commit: string; files: Files } | { note: string }>
  /** Keeps work that is not taken over, so that git never deletes it. */
  keep(order: OwnWorktree & { head: string }): Promise<void>
}
