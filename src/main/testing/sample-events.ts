import type { ApprovalId, CallId, MessageId, ModeSnapshotId, TaskId, TurnId } from '../../contract/ids.ts'
import type { Mode } from '../../contract/mode.ts'
import type { TaskEventBody, TaskEventOf } from '../../contract/task-event.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { Usage } from '../../contract/usage.ts'
import type { Workspace } from '../../contract/workspace.ts'
import type { Store } from '../store/store.ts'

/** A mode that may read. */
export const sampleMode: Mode = {
  slug: 'code',
  name: 'Code',
  description: '',
  whenToUse: '',
  roleDefinition: 'You write code.',
  customInstructions: '',
  groups: [{ group: 'read' }],
  source: 'builtin',
}

export const taskId = (name: string | number) => `tsk_${name}` as TaskId
export const callId = (name: string | number) => `call_${name}` as CallId
export const turnId = (name: string | number) => `turn_${name}` as TurnId
export const approvalId = (name: string | number) => `apr_${name}` as ApprovalId
export const messageId = (name: string | number) => `msg_${name}` as MessageId

/** What a task needs to exist: a workspace and a kept mode. */
export type Ground = { workspace: Workspace; modeSnapshotId: ModeSnapshotId }

/** Opens a workspace and keeps the sample mode. */
export function prepareGround(store: Store): Ground {
  return {
    workspace: store.workspaces.open('/home/me/treeline', 1),
    modeSnapshotId: store.modes.keep(sampleMode),
  }
}

/** The creation of a root, or of a child when the change says so. Its display id is the store's next one. */
export function created(
  store: Store,
  { workspace, modeSnapshotId }: Ground,
  id: TaskId,
  change: Partial<TaskEventOf<'task.created'>> = {},
): TaskEventOf<'task.created'> {
  return {
    type: 'task.created',
    displayId: store.workspaces.nextDisplayId(workspace.id),
    parentId: null,
    rootId: id,
    parentCallId: null,
    depth: 0,
    background: false,
    workspaceId: workspace.id,
    folder: workspace.path,
    mode: 'code',
    modeName: 'Code',
    modeSnapshotId,
    delegation: true,
    title: `Title of ${id}`,
    message: 'Do it.',
    providerId: null,
    model: null,
    ...change,
  }
}

export function statusChanged(from: TaskStatus, to: TaskStatus, reason: string | null = null): TaskEventBody {
  return { type: 'status.changed', from, to, reason }
}

export function turnRequested(id: TurnId, attempt = 1): TaskEventBody {
  return {
    type: 'turn.requested',
    turnId: id,
    mode: 'code',
    model: 'm-1',
    providerId: 'demo' as never,
    attempt,
  }
}

/** A committed turn with calls given as [id, tool name, arguments]. */
export function turnCommitted(
  id: TurnId,
  calls: [id: CallId, name: string, args: object][] = [],
  usage: Usage = { inputTokens: 100, outputTokens: 10, cachedTokens: 50, cost: 0.25 },
): TaskEventBody {
  return {
    type: 'turn.committed',
    turnId: id,
    text: 'Let me see.',
    reasoning: '',
    calls: calls.map(([call, name, args]) => ({
      callId: call,
      modelCallId: `model-${call}`,
      name,
      arguments: JSON.stringify(args),
    })),
    finish: calls.length === 0 ? 'stop' : 'tool_calls',
    usage,
    durationMs: 12.5,
  }
}

export function toolStarted(id: CallId): TaskEventBody {
  return {
    type: 'tool.started',
    callId: id,
    action: 'read',
    grant: { by: 'rule', rule: 'reads are free' },
    write: null,
  }
}

export function toolFinished(
  id: CallId,
  outcome: TaskEventOf<'tool.finished'>['outcome'] = 'ok',
): TaskEventBody {
  return { type: 'tool.finished', callId: id, outcome, result: 'the result', display: null, durationMs: 3 }
}

export function approvalRequested(id: string, call: CallId, command: string): TaskEventBody {
  return {
    type: 'approval.requested',
    approvalId: approvalId(id),
    callId: call,
    action: 'command',
    subject: { type: 'command', command, cwd: '/home/me', background: false, timeoutMs: null },
    hash: 'hash',
    why: 'Commands ask.',
  }
}

export function approvalDecided(
  id: string,
  call: CallId,
  decision: TaskEventOf<'approval.decided'>['decision'] = 'approved',
): TaskEventBody {
  return {
    type: 'approval.decided',
    approvalId: approvalId(id),
    callId: call,
    decision,
    feedback: '',
    edited: null,
  }
}

export function subtaskStarted(
  call: CallId,
  child: TaskId,
  displayId: string,
  background = false,
): TaskEventBody {
  return {
    type: 'subtask.started',
    callId: call,
    childId: child,
    childDisplayId: displayId,
    mode: 'code',
    message: 'Do this piece.',
    background,
  }
}

export function subtaskReturned(
  call: CallId,
  child: TaskId,
  displayId: string,
  outcome: TaskEventOf<'subtask.returned'>['outcome'] = 'completed',
): TaskEventBody {
  return {
    type: 'subtask.returned',
    callId: call,
    childId: child,
    childDisplayId: displayId,
    outcome,
    summary: 'It works.',
  }
}
