import type { TaskId } from '../../contract/ids.ts'

/** Two pieces of work that do not go together so far; `other` null is the folder they are to go to. */
export type FoundClash = { one: TaskId; other: TaskId | null; paths: string[] }

/** Merging on trial, without touching a file, an index or a branch. */
export type TrialMerges = {
  /**
   * What clashes of the work of these tasks, with each other and with the folder it is to go to. Folders that are not
   * `stale` are taken as they were the last time. Rejects with the signal's reason, and when a folder cannot be read.
   */
  look(
    order: {
      /** `taskId` is one whose folder that is. */
      into: { taskId: TaskId; folder: string }
      tasks: readonly { taskId: TaskId; folder: string; base: string; stale: boolean }[]
    },
    signal: AbortSignal,
  ): Promise<FoundClash[]>
}
