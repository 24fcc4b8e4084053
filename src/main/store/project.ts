import { AppError } from '../../contract/app-error.ts'
import type { CallId, TaskId } from '../../contract/ids.ts'
import { rerunRule } from '../../contract/reduce-call.ts'
import type { TaskEvent, TaskEventOf } from '../../contract/task-event.ts'
import { assertTransition } from '../../contract/task-status.ts'
import {
  asksTo,
  callTarget,
  endedHow,
  fewWords,
  limitWords,
  messageActivity,
  sentActivity,
  settledHow,
  waitsFor,
} from './activity.ts'
import { projectHistory } from './project-history.ts'
import { projectWork } from './project-work.ts'
import type { ProjectionStatements } from './projection-statements.ts'

/**
 * Changes the state tables by one event, whose place in the whole log is `globalSeq`. What it writes
 * follows from the event and the projected rows alone, so that replaying the log gives the same rows.
 *
 * To be called within the event's transaction. Throws for an event that cannot follow on what is stored
 * (a bug of whoever made it), and AppError `conflict` for a second answer to an approval.
 */
export function project(statements: ProjectionStatements, event: TaskEvent, globalSeq: number): void {
  const { taskId, at, body } = event
  if (body.type === 'task.created') {
    createTask(statements, event, body, globalSeq)
    return
  }
  const activity = apply(statements, event, body)
  const { changes } = statements.touchTask.run(activity === null ? null : fewWords(activity), at, taskId)
  if (changes === 0) throw new Error(`${body.type} for ${taskId}, which is no task.`)
}

function createTask(
  statements: ProjectionStatements,
  { taskId, seq, at }: TaskEvent,
  body: TaskEventOf<'task.created'>,
  globalSeq: number,
): void {
  if (seq !== 1) throw new Error(`${taskId} was created twice.`)
  const {
    type: _type,
    message: _message,
    checks: _checks,
    worktree: _worktree,
    paths: _paths,
    context: _context,
    images: _images,
    ...facts
  } = body
  statements.insertTask.run({
    ...facts,
    id: taskId,
    born: globalSeq,
    background: Number(facts.background),
    delegation: Number(facts.delegation),
    at,
  })
}

/** Writes what the event says and returns the task's new activity, or null to leave it as it is. */
function apply(
  statements: ProjectionStatements,
  { taskId, seq, at }: TaskEvent,
  body: Exclude<TaskEvent['body'], { type: 'task.created' }>,
): string | null {
  switch (body.type) {
    case 'status.changed':
      changeStatus(statements, taskId, body)
      return null
    case 'message.added':
      return messageActivity(body)
    case 'message.changed':
      return `got a message: ${body.text}`
    case 'message.withdrawn':
      return 'a message was taken back'
    case 'turn.requested': {
      const { type: _type, ...turn } = body
      must(statements.requestTurn.run({ ...turn, taskId, at }), `${body.turnId} was committed before`)
      statements.addRequest.run(taskId)
      statements.setWaits.run(null, null, taskId)
      return body.attempt === 1 ? 'thinking' : `thinking, try ${body.attempt}`
    }
    case 'turn.committed':
      commitTurn(statements, taskId, at, body)
      return body.calls.length === 0 ? `said: ${body.text}` : null
    case 'turn.aborted': {
      const { kind, retryInMs } = body.failure
      if (retryInMs === null) statements.setWaits.run(null, null, taskId)
      else statements.setWaits.run(kind, Math.round(at + retryInMs), taskId)
      return body.failure.kind === 'stopped' ? 'stopped' : `request failed: ${body.failure.message}`
    }
    case 'approval.requested': {
      const { type: _type, subject, ...asked } = body
      setCallStatus(statements, taskId, body.callId, 'awaiting_approval')
      const asks = fewWords(asksTo(subject))
      statements.requestApproval.run({ ...asked, taskId, seq, asks, at })
      return `asks to ${asks}`
    }
    case 'approval.decided': {
      const { approvalId, callId, decision, feedback } = body
      const asks = statements.decideApproval.get({ approvalId, taskId, callId, decision, feedback, at })
      if (asks === undefined) {
        throw new AppError('conflict', 'This approval has been decided already, or is none of this task.')
      }
      must(statements.unaskCall.run(callId, taskId), `${callId} is no open call of ${taskId}`)
      const next = statements.openApproval.get(taskId)
      return next === undefined ? `${decision}: ${asks}` : `asks to ${next}`
    }
    case 'tool.started': {
      const { callId, action, grant, write } = body
      must(statements.startCall.run({ callId, taskId, action, ...grant, at }), `${callId} is no open call`)
      const { name, target } = callOf(statements, taskId, callId)
      return `${name} ${target || (write?.path ?? '')}`
    }
    case 'command.started':
      must(
        statements.setCommand.run(body.commandId, body.pid, body.callId, taskId),
        `${body.callId} is no call`,
      )
      return null
    case 'tool.finished': {
      const { callId, outcome, durationMs } = body
      must(
        statements.finishCall.run({ callId, taskId, outcome, durationMs, at }),
        `${callId} has a result already`,
      )
      const how = endedHow(outcome)
      if (how === null) return body.display?.type === 'sent' ? sentActivity(body.display) : null
      const { name, target } = callOf(statements, taskId, callId)
      return `${fewWords(`${name} ${target}`).slice(0, 50)} ${how}`
    }
    case 'subtask.started': {
      const { callId, childId, childDisplayId, background } = body
      setCallStatus(statements, taskId, callId, 'running')
      statements.linkSubtask.run({
        callId,
        taskId,
        childId,
        childDisplayId,
        background: Number(background),
        at,
      })
      return background ? `started ${childDisplayId}` : waitsFor(statements.awaited.all(taskId))
    }
    case 'subtask.returned':
      return returnSubtask(statements, taskId, at, body)
    case 'checks.started':
      setCallStatus(statements, taskId, body.callId, 'running')
      return 'runs its checks'
    case 'checks.finished': {
      const failed = body.results.filter(({ outcome }) => outcome === 'failed').map(({ what }) => what)
      return failed.length === 0 ? 'passed its checks' : `failed its checks: ${failed.join(', ')}`
    }
    case 'question.asked':
      setCallStatus(statements, taskId, body.callId, 'awaiting_answer')
      return `asks: ${body.question}`
    case 'question.answered':
      setCallStatus(statements, taskId, body.callId, 'running')
      return `was told: ${body.answer}`
    case 'mode.switched':
      statements.setMode.run(body.to, body.modeName, body.modeSnapshotId, taskId)
      return `switched to ${body.modeName}`
    case 'model.changed':
      statements.setModel.run(body.providerId, body.model, taskId)
      return `switched to ${body.model}`
    case 'todo.updated':
      return null
    case 'title.changed':
      statements.setTitle.run(body.title, taskId)
      return null
    case 'task.completed':
      return `done: ${body.result}`
    case 'task.failed':
      return `failed: ${body.message}`
    case 'task.cancelled':
      return body.reason === '' ? 'cancelled' : `cancelled: ${body.reason}`
    case 'outcome.unknown': {
      setCallStatus(statements, taskId, body.callId, 'outcome_unknown')
      const { name, target } = callOf(statements, taskId, body.callId)
      return `asks what became of ${name} ${target}`
    }
    case 'outcome.settled':
      if (body.decision !== 'rerun') setCallStatus(statements, taskId, body.callId, 'pending')
      else
        must(
          statements.reopenCall.run(rerunRule, body.callId, taskId),
          `${body.callId} is no open call of ${taskId}`,
        )
      return settledHow[body.decision]
    case 'edits.reverted':
      return body.back
        ? `changes of ${body.path} were put back in`
        : `changes of ${body.path} were taken back`
    case 'history.condensed':
    case 'history.rewound':
    case 'task.forked':
      return projectHistory(statements, taskId, body)
    case 'budget.set':
      statements.setBudget.run(JSON.stringify(body.limits), taskId)
      return null
    case 'limit.reached':
      return `reached its limit of ${body.allowed} ${limitWords[body.limit]}`
    case 'worktree.opened':
    case 'worktree.prepared':
    case 'worktree.updated':
    case 'work.tested':
    case 'work.conflicted':
    case 'work.landed':
    case 'work.branched':
    case 'work.dropped':
    case 'work.reverted':
      return projectWork(statements, taskId, body)
    case 'task.deleted':
      statements.setDeleted.run(at, taskId)
      return null
    case 'task.restored':
      statements.setDeleted.run(null, taskId)
      return null
    case 'task.moved': {
      const { type: _type, ...place } = body
      statements.moveTask.run({ ...place, taskId })
      return null
    }
    default: {
      const unknown: never = body
      throw new Error(`Unknown event ${JSON.stringify(unknown)}`)
    }
  }
}

function changeStatus(
  statements: ProjectionStatements,
  taskId: TaskId,
  { from, to, reason, needs }: TaskEventOf<'status.changed'>,
): void {
  const stored = statements.statusOf.get(taskId)
  if (stored !== from)
    throw new Error(`${taskId} goes from ${from} to ${to}, but it is ${stored ?? 'no task'}.`)
  assertTransition(from, to)
  statements.setStatus.run(to, reason, needs ?? null, taskId)
}

function commitTurn(
  statements: ProjectionStatements,
  taskId: TaskId,
  at: number,
  { turnId, usage, durationMs, calls }: TaskEventOf<'turn.committed'>,
): void {
  must(
    statements.commitTurn.run({ ...usage, turnId, taskId, durationMs, at }),
    `${turnId} was not requested, or was committed before`,
  )
  statements.addUsage.run({ ...usage, taskId })
  for (const call of calls) {
    statements.insertCall.run(call.callId, taskId, turnId, call.name, callTarget(call.arguments))
  }
}

function returnSubtask(
  statements: ProjectionStatements,
  taskId: TaskId,
  at: number,
  { callId, childId, childDisplayId, outcome, summary }: TaskEventOf<'subtask.returned'>,
): string {
  must(
    statements.returnSubtask.run(outcome, callId, taskId, childId),
    `${childDisplayId} is not awaited by ${callId}, or has returned before`,
  )
  statements.insertSummary.run({ callId, taskId, childId, outcome, summary, at })
  const others = statements.awaited.all(taskId)
  if (others.length > 0) return waitsFor(others)
  return outcome === 'completed' ? `heard from ${childDisplayId}` : `${childDisplayId} ${outcome}`
}

function callOf(statements: ProjectionStatements, taskId: TaskId, callId: CallId) {
  const call = statements.call.get(callId, taskId)
  if (call === undefined) throw new Error(`${taskId} has no call ${callId}.`)
  return call
}

function setCallStatus(
  statements: ProjectionStatements,
  taskId: TaskId,
  callId: CallId,
  status: string,
): void {
  must(statements.setCallStatus.run(status, callId, taskId), `${callId} is no open call of ${taskId}`)
}

function must({ changes }: { changes: number }, otherwise: string): void {
  if (changes === 0) throw new Error(`${otherwise}.`)
}
