import type { ActionType } from './action-type.ts'
import type { Budget, SpentLimit } from './budget.ts'
import type { CheckResult, Checks, TaskChecks } from './checks.ts'
import type {
  ApprovalId,
  CallId,
  MessageId,
  ModeSnapshotId,
  ProviderId,
  TaskId,
  TurnId,
  WorkspaceId,
} from './ids.ts'
import type { MessageExtras } from './message-extras.ts'
import type { Receipt } from './receipt.ts'
import type { FromTask } from './task-message.ts'
import type { TaskStatus } from './task-status.ts'
import type { Grant, OutcomeDecision, SubtaskOutcome, ToolOutcome } from './tool-call.ts'
import type { ApprovalSubject, Suggestion, TodoItem, ToolDisplay } from './tool-display.ts'
import type { Need, TurnFailure } from './turn-failure.ts'
import type { Usage } from './usage.ts'
import type { Clash, WorkAnswer } from './work.ts'
import type { WorkEventBody } from './work-event.ts'

type WorkEventOf<T extends WorkEventBody['type']> = Extract<WorkEventBody, { type: T }>

/** A question put to a person about a call, and the answer once there is one. */
export type ApprovalView = {
  approvalId: ApprovalId
  action: ActionType
  subject: ApprovalSubject
  hash: string
  why: string
  requestedAt: number
  decision: 'approved' | 'rejected' | 'withdrawn' | null
  feedback: string
  edited: { mode: string; message: string } | null
  /** What the person said of finished work, or null. */
  work: WorkAnswer | null
}

/** The child that a `new_task` call started. */
export type SubtaskView = {
  childId: TaskId
  childDisplayId: string
  mode: string
  message: string
  background: boolean
  /** Whether the child works in a worktree of its own. */
  worktree?: boolean | undefined
  /** Globs outside of which it may change nothing. Absent: anything. */
  paths?: string[] | undefined
  /** Whether the other subtasks of the same turn are cancelled when it fails. */
  stopsOthers?: boolean | undefined
  outcome: SubtaskOutcome | null
  summary: string | null
  /** What must hold before it may finish, or null. */
  checks: Checks | null
  /** What it did, by its events; null before its return. */
  receipt: Receipt | null
}

/** A task's checks, and how far they are. */
export type ChecksView = TaskChecks & {
  state: 'pending' | 'running' | 'passed' | 'failed'
  /** The `attempt_completion` they were last run for. */
  callId: CallId | null
  /** Who let the commands run the last time. */
  grant: Grant | null
  /** How often they were run and did not all pass. */
  failures: number
  /** What the last whole run came to. */
  results: CheckResult[]
}

/** A tool call from the model's words to its result. */
export type ToolCallView = {
  callId: CallId
  modelCallId: string
  turnId: TurnId
  name: string
  arguments: string
  status: 'pending' | 'awaiting_approval' | 'awaiting_answer' | 'outcome_unknown' | 'running' | 'finished'
  approval: ApprovalView | null
  grant: Grant | null
  write: { path: string; before: string | null; after: string | null } | null
  commandId: string | null
  question: {
    question: string
    suggestions: Suggestion[]
    answer: string | null
    by: 'person' | 'rule' | null
  } | null
  subtask: SubtaskView | null
  /** Set once nobody could tell what became of it; `decision` is null until a person has said. */
  unknown: { what: string; decision: OutcomeDecision | null; note: string } | null
  outcome: ToolOutcome | null
  result: string | null
  /** How many characters of `result` are not here: `task.results` has them. Absent when it is whole. */
  resultLeft?: number | undefined
  display: ToolDisplay | null
  /** Hunks of its patch, by their places from 0, that a person took back. Absent when none. */
  reverted?: number[] | undefined
  startedAt: number | null
  finishedAt: number | null
}

/** Work of a task, merged with what others did in the folder it is to go to. */
export type Brought = {
  /** The commit that holds it: both merged, or where that clashes, the task's own without markers; '' in old logs. */
  own: string
  /** What clashes; none when it could be merged. */
  conflicts: Clash[]
  /** What the workspace's gate came to on it; null before it was run. */
  tested: CheckResult[] | null
}

/** One entry of a transcript, in the order in which it is read. */
export type TranscriptItem =
  | (MessageExtras & {
      type: 'message'
      id: MessageId
      at: number
      from: 'person' | 'parent' | 'engine' | 'task'
      text: string
      /** With `task`: which one wrote it, and why. */
      fromTask?: FromTask
      /** Whether it is not to wait for the subtasks that the task waits for. */
      urgent?: boolean
    })
  | {
      type: 'turn'
      id: TurnId
      at: number
      state: 'streaming' | 'committed' | 'aborted'
      mode: string
      model: string
      attempt: number
      text: string
      reasoning: string
      /** Keys into `TaskView.calls`, in the model's order. */
      callIds: CallId[]
      finish: 'stop' | 'tool_calls' | 'length' | 'content_filter' | null
      usage: Usage | null
      durationMs: number | null
      failure: TurnFailure | null
    }
  | {
      type: 'notice'
      id: string
      at: number
      notice:
        | { type: 'status'; from: TaskStatus; to: TaskStatus; reason: string; needs?: Need }
        | { type: 'mode'; from: string; to: string; by: 'person' | 'model'; reason: string }
        | { type: 'model'; model: string }
        | { type: 'completed'; result: string }
        | { type: 'failed'; message: string }
        | { type: 'cancelled'; by: 'person' | 'parent'; reason: string }
        | { type: 'worktree'; folder: string; notes: string[] }
        | { type: 'prepared' | 'tested'; results: CheckResult[] }
        | (Omit<WorkEventOf<'work.landed'>, 'type'> & { type: 'landed' })
        | (Omit<WorkEventOf<'work.branched'>, 'type'> & { type: 'branched' })
        | { type: 'dropped'; kept: string }
        | { type: 'reverted'; into: string; files: WorkEventOf<'work.reverted'>['files'] }
        | { type: 'conflicted'; conflicts: Clash[] }
        /** What was said and done after a message that a person then put differently: no part of the history any more. */
        | { type: 'rewound'; aside: TranscriptItem[] }
        | { type: 'forked'; source: { taskId: TaskId; displayId: string; seq: number } }
        | { type: 'condensed'; summary: string; items: number; tokensBefore: number | null }
        | {
            type: 'limit'
            limit: SpentLimit
            budgetOf: TaskId
            spent: number
            allowed: number
            needs?: number
          }
    }

/** The wait before a request is made again. */
export type Waits = { for: TurnFailure['kind']; until: number }

/** A task as its log tells it. Made by the reducer and by nothing else. */
export type TaskView = {
  id: TaskId
  displayId: string
  parentId: TaskId | null
  rootId: TaskId
  parentCallId: CallId | null
  depth: number
  background: boolean
  workspaceId: WorkspaceId
  folder: string
  /** Whether it works in a worktree of its own as long as its work has not been taken over. */
  isolated: boolean
  /**
   * Its worktree while it has one: the folder it was made from, the state of that folder it builds on, and whether
   * the workspace's set-up commands have been run in it.
   */
  worktree: {
    from: string
    base: string
    prepared: boolean
    /** What was merged into it, as long as its model has not worked on from there. */
    brought?: Brought | undefined
    /** Paths of which not everything was taken, and the rest is not in it any more. */
    left?: string[] | undefined
  } | null
  /** Where the work of its last worktree was taken over, or null; and whether a person took that back. */
  landed: (Omit<WorkEventOf<'work.landed'>, 'type'> & { reverted: boolean }) | null
  /** Globs, relative to its folder, outside of which it may change nothing; null: anything. */
  paths: string[] | null
  mode: string
  modeName: string
  modeSnapshotId: ModeSnapshotId
  delegation: boolean
  title: string
  status: TaskStatus
  /** Why it has this status, in words, or null. */
  statusReason: string | null
  /** What a paused task needs of its person before it can go on, or null. */
  needs: Need | null
  /** A request that failed and is made again by itself: why it failed, and when that is (epoch ms). */
  waits: Waits | null
  providerId: ProviderId | null
  model: string | null
  items: TranscriptItem[]
  calls: Record<CallId, ToolCallView>
  todos: TodoItem[]
  /** The summary that stands for the first `items` entries of the transcript in requests, or null. */
  condensed: { summary: string; items: number } | null
  /** What must hold before it may finish, or null. */
  checks: ChecksView | null
  /** Limits set at this task itself; null where none is, so that only those above hold. */
  budget: Budget
  usage: Usage
  /** Tokens of the latest committed turn: how full the context is; 0 while nobody has counted it since it was condensed. */
  contextTokens: number
  result: string | null
  createdAt: number
  updatedAt: number
  /** When it was deleted (epoch ms), or null. */
  deletedAt: number | null
  /** The place of the last event taken in; 0 before the first. */
  lastSeq: number
}
