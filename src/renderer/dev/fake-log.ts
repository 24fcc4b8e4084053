import type { TaskEvent, TaskEventBody, TaskEventOf } from '../../contract/task-event.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { ToolDisplay } from '../../contract/tool-display.ts'

/** A made-up task: its row, its log, and words to add to the log with. */
export type FakeTask = { summary: TaskSummary; events: TaskEvent[] }

let count = 0
const next = (kind: string): string => {
  count += 1
  return `${kind}_${`${count}`.padStart(8, '0')}`
}

/** An id of a kind, made up, in the order of asking. */
export const fakeId = <T>(kind: string): T => next(kind) as T

const minute = 60_000

/** Writes one task's log: each word adds the events the engine would add. */
export function createFakeLog(task: FakeTask, startedAt: number) {
  let at = startedAt
  const add = (body: TaskEventBody) => {
    at += minute / 4
    task.events.push({ taskId: task.summary.id, seq: task.events.length + 1, at, body })
    task.summary.updatedAt = at
  }
  const status = (to: TaskStatus, reason: string | null = null) => {
    add({ type: 'status.changed', from: task.summary.status, to, reason })
    task.summary.status = to
  }
  /** A turn with text and calls; returns the calls' ids. */
  const turn = (text: string, calls: [name: string, args: object][] = [], reasoning = '') => {
    const turnId = fakeId<TaskEventOf<'turn.committed'>['turnId']>('turn')
    add({
      type: 'turn.requested',
      turnId,
      mode: task.summary.mode,
      model: 'demo-large',
      providerId: 'demo' as never,
      attempt: 1,
    })
    const made = calls.map(([name, args]) => ({
      callId: fakeId<TaskEventOf<'tool.started'>['callId']>('call'),
      modelCallId: next('m'),
      name,
      arguments: JSON.stringify(args, null, 2),
    }))
    add({
      type: 'turn.committed',
      turnId,
      text,
      reasoning,
      calls: made,
      finish: made.length > 0 ? 'tool_calls' : 'stop',
      usage: { inputTokens: 9400 + count * 130, outputTokens: 420, cachedTokens: 8100, cost: 0.031 },
      durationMs: 4200,
    })
    task.summary.inputTokens += 9400
    task.summary.outputTokens += 420
    task.summary.cost = (task.summary.cost ?? 0) + 0.031
    return made.map((call) => call.callId)
  }
  const done = (callId: never, result: string, display: ToolDisplay | null = null, ok = true) => {
    add({
      type: 'tool.started',
      callId,
      action: null,
      grant: { by: 'rule', rule: 'Reading files is approved everywhere' },
      write: null,
    })
    add({ type: 'tool.finished', callId, outcome: ok ? 'ok' : 'error', result, display, durationMs: 320 })
  }
  return { add, status, turn, done }
}
