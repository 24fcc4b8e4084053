import type { TaskEventBody } from '../../contract/task-event.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'

/** Why an imported task does not go on by itself. */
export const importedReason = 'Imported. It was not at its end when it was exported; resume it if you like.'

const callResult =
  'This call was open when the task was exported. It is not known whether it was carried out, and it was not carried out here.'
const childResult = 'The subtask had not returned when this was exported.'

/**
 * What has to follow on an imported log so that nothing of it is under way: a broken answer is none, open calls and
 * questions are over, and the task is paused unless it has ended. A task that a file says is interrupted would go
 * on after the next start, one that is paused does not. Calls that wait for a subtask of the same file that has not
 * ended (`comesBack`) stay open: it returns to them once a person has both go on. The task belongs into `folder`.
 */
export function closeImported(
  view: TaskView,
  folder: string,
  comesBack: (call: ToolCallView) => boolean,
): TaskEventBody[] {
  const facts: TaskEventBody[] = []
  const turn = view.items.findLast((item) => item.type === 'turn')
  if (turn?.type === 'turn' && turn.state === 'streaming') {
    const message = 'The answer was not whole when the task was exported.'
    const failure = { kind: 'interrupted' as const, message, httpStatus: null, retryInMs: null }
    facts.push({ type: 'turn.aborted', turnId: turn.id, failure })
  }
  for (const call of Object.values(view.calls)) facts.push(...closeCall(call, comesBack(call)))
  if (view.worktree !== null || view.folder !== folder) {
    facts.push({ type: 'work.dropped', into: folder, kept: view.worktree?.base ?? '' })
  }
  if (isEnded(view.status)) return facts
  const pause = (from: TaskView['status']): TaskEventBody[] =>
    from === 'paused'
      ? [...move('paused', 'interrupted'), ...move('interrupted', 'paused')]
      : move(from, 'paused')
  // Also where it is paused already, so that nothing that ends its pause by itself does.
  return view.statusReason === importedReason ? facts : [...facts, ...pause(view.status)]
}

function closeCall({ callId, status, approval, subtask }: ToolCallView, comesBack: boolean): TaskEventBody[] {
  const facts: TaskEventBody[] = []
  if (comesBack) return facts
  if (subtask !== null && subtask.outcome === null) {
    const { childId, childDisplayId } = subtask
    facts.push({
      ...{ type: 'subtask.returned', callId, childId, childDisplayId },
      ...{ outcome: 'cancelled', summary: childResult },
    })
  }
  if (status === 'finished') return facts
  if (approval !== null && approval.decision === null) {
    facts.push({
      ...{ type: 'approval.decided', approvalId: approval.approvalId, callId, decision: 'withdrawn' },
      ...{ feedback: '', edited: null },
    })
  }
  const result = subtask === null ? callResult : childResult
  facts.push({ type: 'tool.finished', callId, outcome: 'cancelled', result, display: null, durationMs: 0 })
  return facts
}

function move(from: TaskView['status'], to: TaskView['status']): TaskEventBody[] {
  return [{ type: 'status.changed', from, to, reason: to === 'paused' ? importedReason : null }]
}
