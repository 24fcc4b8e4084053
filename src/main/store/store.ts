import type { ActionType } from '../../contract/action-type.ts'
import type { CallId, ModeSnapshotId, ProviderId, TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { Mode } from '../../contract/mode.ts'
import type { Provider } from '../../contract/provider.ts'
import type { AutoApprove, ScopeRef } from '../../contract/settings.ts'
import type { TaskEvent, TaskEventBody } from '../../contract/task-event.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { WorkEventBody } from '../../contract/work-event.ts'
import type { Workspace } from '../../contract/workspace.ts'
import type { PreferencesFile } from './preferences.ts'
import type { StorageHealth } from './storage-health.ts'
import type { WorktreeSettingRows } from './worktree-settings.ts'

/** A `subtasks` row: the link between a parent's call and its child. One per call, ever. */
export type SubtaskLink = {
  parentId: TaskId
  parentCallId: string
  childId: TaskId
  background: boolean
  /** Null while the child is open. */
  outcome: 'completed' | 'failed' | 'cancelled' | null
}

/** What one task used up by itself. */
export type BudgetRow = {
  id: TaskId
  parentId: TaskId | null
  depth: number
  status: TaskStatus
  requests: number
  /** Input and output together. */
  tokens: number
  outputTokens: number
  cost: number | null
  /** The place of the last event that these figures hold. */
  lastSeq: number
}

/** A change of a task's status, a limit that was met or a budget that was set, in the order of the log. */
export type BudgetFact = {
  taskId: TaskId
  at: number
  body: TaskEventBody
  /** When the task had last given a sign of life before (epoch ms). */
  lastSign: number
}

/** A change of a file by a call, or what became of the work in a worktree. `at` is in epoch milliseconds. */
export type ChangeFact =
  | {
      at: number
      type: 'edit'
      path: string
      state: 'created' | 'changed' | 'deleted'
      added: number
      removed: number
    }
  | { at: number; type: 'work'; body: WorkEventBody }

/**
 * Everything that is kept. Writes go through `append`: the events and the rows that follow from them
 * change in one transaction. Every method is synchronous, as better-sqlite3 is; a failure of the disk or
 * the file throws AppError `storage_failed` with words.
 */
export type Store = {
  events: {
    /**
     * Appends facts of one or several tasks in one transaction and projects them into the state tables.
     * `flushed` (the default) returns when they are on the disk. `ordered` leaves them to the next flush, at most a
     * second later: a killed process loses nothing, a power cut may take them, but never one before or without
     * another.
     * Returns them as stored, in the order given. Nothing is kept if anything throws. `at` is in whole
     * epoch milliseconds, for all facts that have none of their own.
     */
    append(
      entries: { taskId: TaskId; body: TaskEventBody; at?: number }[],
      at: number,
      durability?: 'flushed' | 'ordered',
    ): TaskEvent[]
    /**
     * A task's events with `seq > afterSeq`, in order, at most `limit`. Throws AppError `task_damaged` when one
     * of them is missing or cannot be read.
     */
    read(taskId: TaskId, afterSeq: number, limit: number): TaskEvent[]
    /**
     * The same up to the damage, if there is some, which is said in words: for showing, never for working on. No more
     * are read once they have `characters` in the log; `more` may follow unless it is false.
     */
    readable(
      taskId: TaskId,
      afterSeq: number,
      limit: number,
      characters?: number,
    ): { events: TaskEvent[]; more: boolean; damage: string | null }
    /** What the model was told of these calls, where they have finished. Throws as `read` does, of their events alone. */
    results(taskId: TaskId, callIds: readonly CallId[]): Record<CallId, string>
  }
  tasks: {
    get(id: TaskId): TaskSummary | null
    /** A full id, or a display id in any case ("tl-12"). Null when there is none. */
    find(idOrDisplayId: string): TaskSummary | null
    /** All tasks that are not deleted, archived ones too, roots newest first, for the tree. */
    list(): TaskSummary[]
    /** Deleted tasks whose parents are not deleted with them, the latest deleted first. */
    deleted(): TaskSummary[]
    /** Whether there are any, which every turn asks. */
    hasChildren(id: TaskId): boolean
    /** Those that are not deleted. */
    children(id: TaskId): TaskSummary[]
    /** The task and everything below it, deleted ones too, parents before children, in order of birth. */
    subtree(id: TaskId): TaskSummary[]
    withStatus(statuses: TaskStatus[]): TaskSummary[]
  }
  /** What people put on tasks beside the log; it shows in `pinnedAt` and `archivedAt`. Null takes it off. */
  marks: {
    setPinned(taskId: TaskId, at: number | null): void
    /** Marks a root, and so everything below it. */
    setArchived(rootId: TaskId, at: number | null): void
  }
  changes: {
    /** What is kept of a task's changes of files, in the order of its log. What cannot be read is left out. */
    ofTask(id: TaskId): ChangeFact[]
    /** The patches of its edits of one file, in their order; at most 100. */
    patches(id: TaskId, path: string): { callId: CallId; patch: string }[]
  }
  budgets: {
    /** What the budgets of a tree rest on: its tasks in order of birth, and the facts that time is counted from. */
    ofTree(rootId: TaskId): { tasks: BudgetRow[]; facts: BudgetFact[] }
    /** The roots of trees in which a task with a budget of its own has not ended. */
    openRoots(): TaskId[]
  }
  subtasks: {
    ofChild(childId: TaskId): SubtaskLink | null
    ofCall(parentCallId: string): SubtaskLink | null
  }
  modes: {
    /** Keeps a snapshot (once per content) and returns its id: SHA-256 of canonical JSON. */
    keep(mode: Mode): ModeSnapshotId
    get(id: ModeSnapshotId): Mode | null
  }
  requests: {
    /** Keeps what a request is made of besides the log, once per content, and names it by its hashes. */
    keep(prompt: string, tools: ToolDefinition[]): { prompt: string; tools: string }
    /** What was kept under these names; null where a part of it is gone. */
    get(kept: { prompt: string; tools: string }): { prompt: string; tools: ToolDefinition[] } | null
  }
  workspaces: {
    list(): Workspace[]
    get(id: WorkspaceId): Workspace | null
    /** Opens a folder by its real path, making its row (with a fresh prefix) the first time. */
    open(path: string, at: number): Workspace
    setTrust(id: WorkspaceId, trusted: boolean): Workspace
    /** Takes the workspace's next display id: `TL-12`. Never gives one twice. */
    nextDisplayId(id: WorkspaceId): string
  }
  providers: {
    list(): Provider[]
    save(provider: Provider): void
    remove(id: ProviderId): void
    getDefault(): ProviderId | null
    setDefault(id: ProviderId): void
  }
  settings: PreferencesFile &
    WorktreeSettingRows & {
      autoApproveAt(at: ScopeRef): AutoApprove
      /** Null unsets. Changes only what is named. */
      setAutoApprove(at: ScopeRef, toggles: Partial<Record<ActionType, boolean | null>>): void
      layout(key: string): string | null
      setLayout(key: string, json: string): void
    }
  drafts: { get(key: string): string; set(key: string, text: string): void }
  /** Calls back when it was found that a task's log is damaged, or is not any more. Returns how to stop. */
  damage: { listen(listener: (taskId: TaskId) => void): () => void }
  /** How storing goes. */
  health: StorageHealth
  /**
   * Copies the database to a new file that only its owner may read, piece by piece while everything goes on.
   * Resolves with its size in bytes once it is on the disk. Rejects with AppError `conflict` for a file that is
   * there, and `storage_failed`.
   */
  backUp(target: string): Promise<number>
  /** Runs several writes as one transaction. */
  transaction<T>(work: () => T): T
  dispose(): void
}
