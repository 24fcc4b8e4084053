import type { CallEventBody } from './call-event.ts'
import type { CallId } from './ids.ts'
import { resultLeftOf } from './short-result.ts'
import type { TaskView, ToolCallView } from './task-view.ts'
import type { ModelCall } from './tool-call.ts'

/** A call as a committed turn brings it: nothing has happened to it yet. */
export function newCall(call: ModelCall, turnId: ToolCallView['turnId']): ToolCallView {
  return {
    ...call,
    turnId,
    status: 'pending',
    approval: null,
    grant: null,
    write: null,
    commandId: null,
    question: null,
    subtask: null,
    unknown: null,
    outcome: null,
    result: null,
    display: null,
    startedAt: null,
    finishedAt: null,
  }
}

/** Changes a view in place by what happened to one of its calls at `at` (epoch ms). Calls are replaced, never changed. */
export function applyCallEvent(view: TaskView, at: number, body: CallEventBody): void {
  switch (body.type) {
    case 'approval.requested': {
      const { type: _type, callId, ...asked } = body
      changeCall(view, callId, {
        status: 'awaiting_approval',
        approval: { ...asked, requestedAt: at, decision: null, feedback: '', edited: null, work: null },
      })
      return
    }
    case 'approval.decided': {
      const { approval, startedAt } = callOf(view, body.callId)
      if (approval === null) throw new Error(`${body.approvalId} was decided but never requested.`)
      const { decision, feedback, edited, work = null } = body
      changeCall(view, body.callId, {
        // What is asked about in its middle goes on.
        status: startedAt === null ? 'pending' : 'running',
        approval: { ...approval, decision, feedback, edited, work },
      })
      return
    }
    case 'tool.started':
      changeCall(view, body.callId, {
        status: 'running',
        grant: body.grant,
        write: body.write,
        startedAt: at,
      })
      return
    case 'command.started':
      changeCall(view, body.callId, { commandId: body.commandId })
      return
    case 'tool.finished': {
      const { outcome, result, display } = body
      const how = { outcome, result, resultLeft: resultLeftOf(body), display }
      changeCall(view, body.callId, { status: 'finished', ...how, finishedAt: at })
      return
    }
    case 'subtask.started': {
      const { type: _type, callId, checks = null, ...child } = body
      const subtask = { ...child, checks, outcome: null, summary: null, receipt: null }
      changeCall(view, callId, { status: 'running', subtask })
      return
    }
    case 'subtask.returned': {
      const { subtask } = callOf(view, body.callId)
      if (subtask === null) throw new Error(`${body.childDisplayId} returned but was never started.`)
      const { outcome, summary, receipt = null } = body
      changeCall(view, body.callId, { subtask: { ...subtask, outcome, summary, receipt } })
      return
    }
    case 'checks.started':
      changeCall(view, body.callId, { status: 'running' })
      view.checks = { ...checksOf(view), state: 'running', callId: body.callId, grant: body.grant }
      return
    case 'checks.finished': {
      const failed = body.results.some(({ outcome }) => outcome === 'failed')
      const before = checksOf(view)
      view.checks = {
        ...before,
        state: failed ? 'failed' : 'passed',
        failures: before.failures + Number(failed),
        results: body.results,
      }
      return
    }
    case 'question.asked': {
      const { question, suggestions } = body
      changeCall(view, body.callId, {
        status: 'awaiting_answer',
        question: { question, suggestions, answer: null, by: null },
      })
      return
    }
    case 'question.answered': {
      const { question } = callOf(view, body.callId)
      if (question === null) throw new Error(`Call ${body.callId} was answered but asked nothing.`)
      changeCall(view, body.callId, {
        status: 'running',
        question: { ...question, answer: body.answer, by: body.by },
      })
      return
    }
    case 'outcome.unknown':
      changeCall(view, body.callId, {
        status: 'outcome_unknown',
        unknown: { what: body.what, decision: null, note: '' },
      })
      return
    case 'outcome.settled':
      settleUnknown(view, body)
      return
    case 'edits.reverted':
      for (const { callId, hunks } of body.edits) {
        const others = (callOf(view, callId).reverted ?? []).filter((at) => !hunks.includes(at))
        const reverted = body.back ? others : [...others, ...hunks].sort((a, b) => a - b)
        changeCall(view, callId, { reverted: reverted.length === 0 ? undefined : reverted })
      }
      return
    default: {
      const unknown: never = body
      throw new Error(`Unknown event ${JSON.stringify(unknown)}`)
    }
  }
}

/** The rule that is shown for a call which a person had run again. */
export const rerunRule = 'Run again by you.'

/** A call that is to run again is as it was before it ran, granted by the person who said so. */
function settleUnknown(
  view: TaskView,
  { callId, decision, note }: Extract<CallEventBody, { type: 'outcome.settled' }>,
): void {
  const { unknown } = callOf(view, callId)
  if (unknown === null) throw new Error(`${callId} was settled, but its outcome was not in doubt.`)
  changeCall(view, callId, {
    status: 'pending',
    unknown: { ...unknown, decision, note },
    ...(decision === 'rerun'
      ? { grant: { by: 'person', rule: rerunRule }, startedAt: null, write: null, commandId: null }
      : {}),
  })
}

function checksOf(view: TaskView): NonNullable<TaskView['checks']> {
  if (view.checks === null) throw new Error(`${view.displayId} has no checks.`)
  return view.checks
}

function callOf(view: TaskView, callId: CallId): ToolCallView {
  const call = view.calls[callId]
  if (call === undefined) throw new Error(`${view.displayId} has no call ${callId}.`)
  return call
}

function changeCall(view: TaskView, callId: CallId, change: Partial<ToolCallView>): void {
  view.calls[callId] = { ...callOf(view, callId), ...change }
}
