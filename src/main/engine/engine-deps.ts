import type { ActionType, AutoApproveEntry } from '../../contract/action-type.ts'
import type { BudgetChange } from '../../contract/budget.ts'
import type { CallId, ProviderId, TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { settingUp } from '../../contract/live-delta.ts'
import type { MessageExtras } from '../../contract/message-extras.ts'
import type { EffectiveMode, Mode } from '../../contract/mode.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { ToolOutcome } from '../../contract/tool-call.ts'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { ToolDisplay } from '../../contract/tool-display.ts'
import type { WorktreeSettings } from '../../contract/worktree-settings.ts'
import type { Endpoint, ModelClient } from '../model/model-client.ts'
import type { Store } from '../store/store.ts'
import type { Tool, ToolPlan } from '../tools/tool.ts'
import type { TrialMerges } from './trial-merges.ts'
import type { WayBack } from './way-back.ts'

/** What policy says of a planned call, naming the rule that decided or why none did. */
export type Verdict =
  | { verdict: 'allow'; rule: string }
  | { verdict: 'ask'; why: string }
  | { verdict: 'refuse'; message: string }

/** The tools a task may call now. `depthLeft` 0 takes `new_task` away. */
export type ToolAccess = { delegation: boolean; depthLeft: number; parent?: boolean; children?: boolean }

/** Everything the engine needs and does not know itself. It enters as functions and narrow objects. */
export type EngineDeps = {
  store: Store
  model: ModelClient
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after a delay, or at once when the signal aborts. */
  delay(ms: number, signal: AbortSignal): Promise<void>
  /** 0 ≤ x < 1: jitter of retries. */
  random(): number
  tools: {
    find(name: string): Tool | null
    forMode(mode: Mode, access: ToolAccess): Tool[]
    definitions(mode: Mode, access: ToolAccess): ToolDefinition[]
    /** Raw argument text to checked arguments; throws ToolError naming what is wrong. */
    parse(tool: Tool, argumentsText: string): Record<string, unknown>
    /** Whether an error is a ToolError: the model's to mend. */
    isToolError(error: unknown): error is Error
  }
  modes: {
    /** The modes in force for a workspace. */
    list(workspaceId: WorkspaceId | null): EffectiveMode[]
  }
  /** Where a task's next request goes. Throws AppError `provider_missing` in words. */
  endpoint(request: { providerId: ProviderId | null; mode: string; model: string | null }): Promise<{
    providerId: ProviderId
    endpoint: Endpoint
  }>
  /** An image's bytes in base64, or null when they are gone. Without it there are no images. */
  image?(hash: string): string | null
  /** The model a provider names for a mode, or null when it has none of its own for it. */
  modelForMode(providerId: ProviderId | null, mode: string): string | null
  systemPrompt(order: {
    view: TaskView
    mode: Mode
    modes: EffectiveMode[]
    parentDisplayId: string | null
    depthLeft: number
    toolNames: string[]
    /** Lists of globs, of each of which a file that it changes must match one. */
    limits: string[][]
  }): Promise<string>
  policy: {
    decide(order: {
      plan: ToolPlan
      tool: Tool
      mode: Mode
      folder: string
      entries: AutoApproveEntry[]
      /** Where the task may change files: see policy/path-limits.ts. */
      limits?: { lists: string[][]; commands: boolean }
    }): Verdict
    resolve(order: { workspaceId: WorkspaceId; chain: { id: TaskId }[] }): AutoApproveEntry[]
  }
  /** Milliseconds before the next try. Null when asking again is pointless. */
  retryDelay(order: { attempt: number; retryAfterMs: number | null; random: number }): number | null
  /** Whether there is a way to a server at all, on a machine that was offline. Never rejects. */
  canReach(endpoint: Endpoint, signal: AbortSignal): Promise<boolean>
  /** How long a task waits for the network, in milliseconds, where nobody would see to it; null: for ever. */
  offlineLimitMs: number | null
  /** SHA-256 in hex of a file's bytes; null when there is no such file. */
  hashFile(path: string): Promise<string | null>
  commands: {
    /** Ends every command of a task that still runs. */
    killTask(taskId: TaskId): Promise<void>
    /**
     * What became of the command of a call that has no result, by its id, or else by the call and when that had
     * begun (epoch ms).
     */
    trace(order: {
      taskId: TaskId
      callId: CallId
      commandId: string | null
      since: number
      folder: string
    }): Promise<LostCommand>
  }
  /** What checks are run with. */
  checks: {
    /** Runs a command to its end, which is never a rejection; an aborted signal ends it. */
    run(
      order: {
        taskId: TaskId
        /** What it is run for. */
        callId: CallId | typeof settingUp
        command: string
        folder: string
        timeoutMs: number
        output(text: string): void
      },
      signal: AbortSignal,
    ): Promise<{
      exitCode: number | null
      /** How it ended, in words. */
      ended: string
      /** Folded. */
      output: string
    }>
    /** Whether a path below the folder is there. Rejects when the folder is gone. */
    exists(folder: string, path: string): Promise<boolean>
    /** See workspace/covered-files.ts. */
    fingerprint(
      folder: string,
      patterns: readonly string[],
      signal: AbortSignal,
    ): Promise<Record<string, string | null>>
    changesSince(
      folder: string,
      patterns: readonly string[],
      before: Record<string, string | null>,
      more: { into: string | null; signal: AbortSignal },
    ): Promise<{ pattern: string; changes: string[] }[]>
  }
  isolation: Isolation
  trialMerges: TrialMerges
  /** How worktrees of a workspace's subtasks are set up and come back, as it is set now. */
  worktreeSettings(workspaceId: WorkspaceId): WorktreeSettings
  log(level: 'info' | 'warn' | 'error', message: string): void
}

/** Folders of their own for tasks that work beside each other, and their work's way back. */
export type Isolation = WayBack & {
  /** In words, why what is worked on in a folder cannot have worktrees; null when it can. Never rejects. */
  whyNot(folder: string): Promise<string | null>
  /** A worktree made from a folder as it is now. The same again when it is there already. */
  open(
    order: {
      taskId: TaskId
      displayId: string
      folder: string
      /** Globs of ignored files and folders that it gets a copy of. */
      copy: readonly string[]
    },
    signal: AbortSignal,
  ): Promise<{ folder: string; base: string; notes: string[] }>
  /**
   * Makes a worktree again whose folder is gone, from the snapshot of its work, with `near` in the same repository. Null
   * when it is there, or when there is no such snapshot.
   */
  restore(
    order: { taskId: TaskId; folder: string; near: string; copy: readonly string[] },
    signal: AbortSignal,
  ): Promise<{ notes: string[] } | null>
  /**
   * Takes back in `into` what changed from one commit to the other, and only that, then calls `tell`. Done again after
   * a crash in its middle, or after one that kept it from being told, it comes to the same end. Rejects with AppError
   * `conflict` in words when later changes are in the same places or files change meanwhile; then nothing was changed.
   */
  revert(
    order: { taskId: TaskId; displayId: string; into: string; before: string; after: string },
    tell: (reverted: Reverted) => void,
    signal: AbortSignal,
  ): Promise<void>
  /** Tasks whose revert was cut off, or done and not told. Never rejects. */
  unfinishedReverts(): Promise<TaskId[]>
  /** No longer counts one among those. */
  forgetRevert(taskId: TaskId): Promise<void>
  /** Lets go of a worktree whose work has been taken over. Never rejects. */
  close(order: { taskId: TaskId; folder: string; into: string }): Promise<void>
}

/** What a revert changed: commits of the folder before and after it. */
export type Reverted = {
  before: string
  after: string
  files: { path: string; change: 'added' | 'changed' | 'deleted' }[]
}

/** A command of which the app did not see the end: it ended all the same, it was cut off, or it left no trace. */
export type LostCommand =
  | { state: 'ended'; end: { outcome: ToolOutcome; result: string; display: ToolDisplay | null } }
  | {
      state: 'lost'
      commandId: string
      pid: number
      /** Its exit code as shells give it, when it lived to say it; and whether it was ended with the app. */
      code: number | null
      cut: boolean
      bytes: number
      /** What it had written, folded for the model; '' when nothing. */
      output: string
      display: ToolDisplay
    }
  | { state: 'none' }

/** What a caller may set when it makes a task. */
export type NewTask = MessageExtras & {
  workspaceId: WorkspaceId
  message: string
  mode: string
  delegation: boolean
  providerId: ProviderId | null
  model: string | null
  autoApprove?: Partial<Record<ActionType, boolean>> | undefined
  /** Limits in place of those that new trees begin with. */
  budget?: BudgetChange | undefined
}
