import { hash } from 'node:crypto'
import { AppError } from '../../contract/app-error.ts'
import type { ApprovalId, CallId, TaskId } from '../../contract/ids.ts'
import type { ApprovalView, TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { ApprovalSubject } from '../../contract/tool-display.ts'
import type { WorkAnswer } from '../../contract/work.ts'
import { newId } from '../base/new-id.ts'
import type { ToolPlan } from '../tools/tool.ts'
import { type EngineCore, findMode } from './core.ts'
import { withdrawal } from './finish-call.ts'
import { moveTo } from './journal.ts'
import { stopperOf } from './stop-others.ts'

/** A person's answer about a call. */
export type Decision = {
  decision: 'approved' | 'rejected'
  feedback: string
  edited: { mode: string; message: string } | null
  /** What they said of finished work, or null. */
  work: WorkAnswer | null
}

/** The same as it comes from a surface, with what it answers. */
export type Answer = Omit<Decision, 'work'> & {
  approvalId: ApprovalId
  hash: string
  work?: WorkAnswer | undefined
}

/** SHA-256 in hex of what was shown: an answer holds for this and nothing else. */
export function subjectHash(subject: ApprovalSubject): string {
  return hash('sha256', JSON.stringify(subject))
}

/**
 * Asks the person about a planned call and waits for the answer. The one place that asks. A question that
 * already stands for exactly this plan (after a restart) is waited for, not asked twice; an approval
 * that was given before a crash still counts; one for anything else is withdrawn. When a
 * subtask failed meanwhile that was to stop all else in the turn, nobody need answer: it is as if rejected, and the
 * question is the caller's to withdraw. Rejects with the signal's reason when the task is stopped.
 */
export async function askApproval(
  { journal, wakers }: EngineCore,
  view: TaskView,
  call: ToolCallView,
  plan: ToolPlan,
  why: string,
  signal: AbortSignal,
): Promise<Decision> {
  const hash = subjectHash(plan.subject)
  const given = decisionOn(view, call.callId, hash)
  if (given !== null) return given
  const open = call.approval?.hash === hash && call.approval.decision === null ? call.approval : null
  const approvalId = open?.approvalId ?? newId<ApprovalId>('apr')
  if (open === null) {
    const { action, subject } = plan
    const body = {
      type: 'approval.requested' as const,
      approvalId,
      callId: call.callId,
      action,
      subject,
      hash,
      why,
    }
    journal.append([
      ...withdrawal(view, call),
      { taskId: view.id, body },
      ...moveTo(view, 'awaiting_approval'),
    ])
  } else journal.append(moveTo(view, 'awaiting_approval'))
  const look = () =>
    decisionOn(view, call.callId, hash) ?? (stopperOf(view, call) === null ? null : overtaken)
  return wakers.until(`approval:${approvalId}`, look, signal)
}

const overtaken: Decision = { decision: 'rejected', feedback: '', edited: null, work: null }

/** What a person said about exactly this, or null while nobody has. */
function decisionOn(view: TaskView, callId: CallId, hash: string): Decision | null {
  const approval = view.calls[callId]?.approval ?? null
  if (approval === null || approval.hash !== hash) return null
  const { decision, feedback, edited, work } = approval
  return decision === 'approved' || decision === 'rejected' ? { decision, feedback, edited, work } : null
}

/**
 * Takes a person's answer. Of two surfaces that answer at once the first wins; the second, and an answer
 * to anything but what was shown, throws AppError `conflict`, and a mode that nobody knows `invalid_mode`.
 */
export function decideApproval(core: EngineCore, taskId: TaskId, answer: Answer): void {
  const { journal, wakers } = core
  const view = journal.view(taskId)
  const call = Object.values(view.calls).findLast((one) => one.approval?.approvalId === answer.approvalId)
  const approval = call?.approval ?? null
  if (call === undefined || approval === null) {
    throw new AppError('not_found', `${view.displayId} has no such approval. It may have been asked anew.`)
  }
  assertOpen(view, approval, answer.hash)
  const { approvalId, decision, feedback, edited, work } = answer
  if (edited !== null && approval.subject.type !== 'subtask') {
    throw new AppError('bad_request', 'Only a subtask can be changed before it is approved.')
  }
  if (work !== undefined) assertFits(work, approval.subject)
  if (edited !== null) findMode(core, view.workspaceId, edited.mode)
  const decided = { approvalId, callId: call.callId, decision, feedback, edited }
  const said = work === undefined ? {} : { work }
  journal.append([
    { taskId, body: { type: 'approval.decided', ...decided, ...said } },
    ...moveTo(view, 'in_progress'),
  ])
  wakers.wake(`approval:${approvalId}`)
  core.run(taskId)
}

/** Throws AppError `bad_request` for an answer that names what was not shown. */
function assertFits({ taken = [], sides = {} }: WorkAnswer, subject: ApprovalSubject): void {
  switch (subject.type) {
    case 'completion': {
      const { files, moreFiles } = subject.work ?? { files: [], moreFiles: 0 }
      const strange = taken.find(({ path }) => moreFiles === 0 && !files.some((file) => file.path === path))
      if (strange === undefined) return
      throw new AppError('bad_request', `${strange.path} is not among the files of this work.`)
    }
    case 'clash': {
      if (taken.length > 0)
        throw new AppError('bad_request', 'Work that clashes can be dropped, or taken as a whole.')
      const strange = Object.keys(sides).find((path) => !subject.conflicts.some((one) => one.path === path))
      if (strange === undefined) return
      throw new AppError('bad_request', `${strange} is not among what clashes.`)
    }
    default:
      throw new AppError('bad_request', 'Only finished work can be taken in part.')
  }
}

function assertOpen(view: TaskView, approval: ApprovalView, hash: string): void {
  if (approval.decision !== null) {
    throw new AppError('conflict', `This was already ${approval.decision} in ${view.displayId}.`)
  }
  if (approval.hash !== hash) {
    throw new AppError(
      'conflict',
      `What you answered is not what ${view.displayId} asks now. Look at it again.`,
    )
  }
}
