import type { CallId, TaskId } from '../../contract/ids.ts'
import type { TaskEventBody } from '../../contract/task-event.ts'
import * as sample from './sample-events.ts'

/** One decision of a history: which of the possible things happens, and what is said in it. */
export type Choice = { pick: number; text: string; number: number; cost: number | null }

/** An open call of a task in a random history. */
export type Call = {
  id: CallId
  state: 'pending' | 'asking' | 'running' | 'unknown'
  approval: string | null
  child: TaskId | null
}

type Entry = { taskId: TaskId; body: TaskEventBody }

/** Whatever may happen next to the open calls of a task; `startChild` makes a call's subtask. */
export function callMoves(
  task: { calls: Call[] },
  entry: (body: TaskEventBody) => Entry,
  choice: Choice,
  name: () => number,
  startChild: (call: Call) => Entry[],
): (() => Entry[])[] {
  const moves: (() => Entry[])[] = []
  for (const call of task.calls) {
    const finish = () => {
      task.calls = task.calls.filter((other) => other !== call)
      const outcome = (['ok', 'error', 'refused', 'unknown'] as const)[choice.number % 4] ?? 'ok'
      return [entry(sample.toolFinished(call.id, outcome))]
    }
    const { approval } = call
    if (approval !== null) {
      moves.push(() => {
        call.approval = null
        return [entry(sample.approvalDecided(approval, call.id, choice.number % 2 ? 'approved' : 'rejected'))]
      })
      continue
    }
    if (call.child !== null) continue
    if (call.state === 'unknown') {
      moves.push(() => {
        const decision = (['rerun', 'done', 'skip'] as const)[choice.number % 3] ?? 'skip'
        call.state = 'pending'
        return [entry({ type: 'outcome.settled', callId: call.id, decision, note: choice.text })]
      })
      continue
    }
    moves.push(finish)
    if (call.state === 'running') {
      moves.push(() => {
        call.state = 'unknown'
        return [entry({ type: 'outcome.unknown', callId: call.id, what: choice.text })]
      })
    }
    if (call.state !== 'pending') continue
    moves.push(
      () => {
        call.approval = `${name()}`
        return [entry(sample.approvalRequested(call.approval, call.id, choice.text))]
      },
      () => {
        const grant = { by: 'rule' as const, rule: choice.text }
        const found = { found: choice.text, exitCode: choice.number % 2, output: choice.text }
        const outcome = choice.number % 2 ? ('failed' as const) : ('passed' as const)
        const results = [{ kind: 'run' as const, what: choice.text, outcome, ...found }]
        const started = entry({ type: 'checks.started', callId: call.id, grant })
        return [started, entry({ type: 'checks.finished', callId: call.id, results })]
      },
      () => {
        call.state = 'running'
        const started = [entry(sample.toolStarted(call.id))]
        if (choice.number % 2) {
          started.push(
            entry({
              type: 'command.started',
              callId: call.id,
              commandId: `cmd_${call.id}`,
              pid: choice.number,
            }),
          )
        }
        return started
      },
      () => {
        call.state = 'asking'
        const asked = entry({
          type: 'question.asked',
          callId: call.id,
          question: choice.text,
          suggestions: [],
        })
        const answered = entry({
          type: 'question.answered',
          callId: call.id,
          answer: choice.text,
          by: 'person',
        })
        return choice.number % 2 ? [asked, answered] : [asked]
      },
      () => startChild(call),
    )
  }
  return moves
}
