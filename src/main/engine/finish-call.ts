import type { CallId } from '../../contract/ids.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { ToolOutcome } from '../../contract/tool-call.ts'
import type { ToolDisplay } from '../../contract/tool-display.ts'
import { interruptedResult } from '../prompt/nudges.ts'
import type { EngineCore } from './core.ts'
import type { Entry } from './journal.ts'
import type { TaskEnd } from './task-end.ts'

/** What a call came to. */
export type CallEnd = { outcome: ToolOutcome; result: string; display?: ToolDisplay | null }

/**
 * Writes a call's one result, unless it has one: a subtask's return and a task's end give theirs in
 * transactions of their own. What the person was still asked about the call is withdrawn.
 */
export function finishCall(
  { journal, live, deps }: EngineCore,
  view: TaskView,
  callId: CallId,
  end: CallEnd,
): void {
  const call = view.calls[callId]
  live.end(view.id, callId)
  if (call === undefined || call.status === 'finished') return
  const durationMs = call.startedAt === null ? 0 : Math.max(0, deps.now() - call.startedAt)
  journal.append([...withdrawal(view, call), finishedFact(view, call, end, durationMs)])
}

/**
 * A result for every call of a task that ends while it is open. The call that ends it is the one that is
 * running `attempt_completion`; what came after it in the same turn was never begun.
 */
export function closeOpenCalls(view: TaskView, end: TaskEnd): Entry[] {
  const entries: Entry[] = []
  for (const call of Object.values(view.calls)) {
    if (call.status === 'finished') continue
    entries.push(...withdrawal(view, call))
    const closes =
      end.outcome === 'completed' && call.name === 'attempt_completion' && call.status === 'running'
    const last: CallEnd = closes
      ? { outcome: 'ok', result: 'The task is completed.' }
      : endWithTask(call, end)
    entries.push(finishedFact(view, call, last, 0))
  }
  return entries
}

/** What is said of a call that its task did not live to see the end of. What may have had an effect is not denied it. */
function endWithTask({ status, unknown, subtask, question }: ToolCallView, end: TaskEnd): CallEnd {
  const runs = status === 'running'
  if (unknown !== null && !runs) return { outcome: 'unknown', result: interruptedResult('unknown') }
  return runs && subtask === null && question === null
    ? { outcome: 'cancelled', result: interruptedResult('stopped') }
    : { outcome: 'cancelled', result: `Not carried out: the task was ${end.outcome}.` }
}

/** The fact that what the person is asked about a call no longer stands, or none when nothing is asked. */
export function withdrawal(view: TaskView, { callId, approval }: ToolCallView): Entry[] {
  if (approval === null || approval.decision !== null) return []
  const { approvalId } = approval
  const decision = 'withdrawn'
  return [
    {
      taskId: view.id,
      body: { type: 'approval.decided', approvalId, callId, decision, feedback: '', edited: null },
    },
  ]
}

/** A call's one result as a fact. */
export function finishedFact(view: TaskView, call: ToolCallView, end: CallEnd, durationMs: number): Entry {
  const { outcome, result, display = null } = end
  return {
    taskId: view.id,
    body: { type: 'tool.finished', callId: call.callId, outcome, result, display, durationMs },
  }
}
