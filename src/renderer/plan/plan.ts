import type { CallId, TaskId, TurnId } from '../../contract/ids.ts'
import type { ShownStatus, Tone } from '../ui/status-info.ts'

/** How a subtask of a plan stands: its task's status, or what it is before and without one. */
export type PlanStatus = ShownStatus | 'waiting' | 'not_started' | 'gone'

/** What a subtask that has not begun waits for. */
export type WaitsFor =
  | { type: 'approval' }
  | { type: 'person' }
  | { type: 'subtasks'; callIds: CallId[] }
  | { type: 'turn' }

/** A stretch of a subtask's time (epoch ms). `to` is null where it reaches to now. */
export type PlanSegment = { tone: Tone; waits: boolean; from: number; to: number | null }

/** One `new_task` call and what became of it. Times are epoch ms. */
export type PlanNode = {
  callId: CallId
  childId: TaskId | null
  displayId: string | null
  title: string
  mode: string
  modeName: string
  background: boolean
  status: PlanStatus
  waitsFor: WaitsFor | null
  /** What it is at or why it stands still, in a few words, or ''. */
  words: string
  /** When it was asked for. */
  asked: number
  start: number | null
  end: number | null
  /** Since when it stands still without an end: paused or interrupted. */
  stillSince: number | null
  /** From start to end on the time axis, and the wait before it. */
  segments: PlanSegment[]
  /** With everything below it; null when no price is known. */
  cost: number | null
  /** Its own. */
  tokens: number
  /** The subtasks it waits for by name, those that would close a circle left out. */
  dependsOn: CallId[]
  /** How many subtasks it has. */
  subtasks: number
  /** Whether there is a task to open. */
  opens: boolean
}

/** Subtasks that one turn asked for and that need not wait for each other's turn. */
export type PlanGroup = {
  turnId: TurnId
  at: number
  callIds: CallId[]
  /** The subtasks before it that all of it waited for: those at the ends of their chains. */
  after: CallId[]
}

/** A task's subtasks, what they wait for, and what they come to. */
export type Plan = {
  nodes: PlanNode[]
  groups: PlanGroup[]
  /** The longest chain of subtasks that waited for each other, by their time. */
  critical: CallId[]
}

/** All subtasks together at a moment. Durations in ms, up to that moment for what is at work. */
export type PlanTotals = {
  start: number | null
  /** Null while one of them has begun and is not back. */
  end: number | null
  /** From the first start to the last end. */
  elapsed: number
  /** The sum of every subtask's time. */
  work: number
  /** What would have come on top if they had worked one after the other. */
  saved: number
  criticalTime: number
  cost: number | null
  tokens: number
  count: number
  done: number
}
