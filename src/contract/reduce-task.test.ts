import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskId } from './ids.ts'
import { reduceTask, replayTask } from './reduce-task.ts'
import { type TaskEvent, type TaskEventBody, taskEventSchema } from './task-event.ts'
import type { TaskView } from './task-view.ts'

const taskId = 'tsk_1' as TaskId

const created = {
  type: 'task.created',
  displayId: 'TL-1',
  parentId: null,
  rootId: taskId,
  parentCallId: null,
  depth: 0,
  background: false,
  workspaceId: 'wsp_1',
  folder: '/tmp/a',
  mode: 'orchestrator',
  modeName: 'Orchestrator',
  modeSnapshotId: 'abc',
  delegation: true,
  title: 'Add a median',
  message: 'Add a median',
  providerId: null,
  model: null,
} as TaskEventBody

function turn(n: number, calls: string[]): TaskEventBody[] {
  return [
    { type: 'turn.requested', turnId: `turn_${n}`, mode: 'code', model: 'm', providerId: 'p', attempt: 1 },
    {
      type: 'turn.committed',
      turnId: `turn_${n}`,
      text: `Turn ${n}`,
      reasoning: '',
      calls: calls.map((callId) => ({ callId, modelCallId: callId, name: 'read_file', arguments: '{}' })),
      finish: 'tool_calls',
      usage: { inputTokens: 10, outputTokens: 2, cachedTokens: 0, cost: 0.5 },
      durationMs: 5,
    },
  ] as TaskEventBody[]
}

function log(...bodies: TaskEventBody[]): TaskEvent[] {
  return [created, ...bodies].map((body, index) => ({ taskId, seq: index + 1, at: 1_000 + index, body }))
}

const step = (events: TaskEvent[]) => events.reduce<TaskView | null>(reduceTask, null)

describe('the reducer', () => {
  it('tells a task from its log', () => {
    const view = replayTask(
      log(
        { type: 'status.changed', from: 'queued', to: 'in_progress', reason: null },
        ...turn(1, ['call_1']),
        {
          type: 'tool.started',
          callId: 'call_1',
          action: 'read',
          grant: { by: 'rule', rule: 'r' },
          write: null,
        } as never,
        {
          type: 'tool.finished',
          callId: 'call_1',
          outcome: 'ok',
          result: 'text',
          display: null,
          durationMs: 1,
        } as never,
        { type: 'task.completed', result: 'Done' },
        { type: 'status.changed', from: 'in_progress', to: 'completed', reason: null },
      ),
    )
    expect(view).toMatchObject({
      displayId: 'TL-1',
      status: 'completed',
      result: 'Done',
      lastSeq: 8,
      contextTokens: 12,
      usage: { inputTokens: 10, outputTokens: 2, cost: 0.5 },
    })
    expect(view?.items.map((item) => item.type)).toEqual(['message', 'turn', 'notice'])
    expect(view?.calls['call_1' as never]).toMatchObject({
      status: 'finished',
      result: 'text',
      grant: { rule: 'r' },
    })
  })

  it('follows an approval from the question to the answer', () => {
    const asked = {
      type: 'approval.requested',
      approvalId: 'apr_1',
      callId: 'call_1',
      action: 'command',
      subject: { type: 'command', command: 'ls', cwd: '/', background: false, timeoutMs: null },
      hash: 'h',
      why: 'Commands ask.',
    } as TaskEventBody
    const before = replayTask(log(...turn(1, ['call_1']), asked))
    expect(before?.calls['call_1' as never]).toMatchObject({
      status: 'awaiting_approval',
      approval: { decision: null, hash: 'h' },
    })
    const decided = {
      type: 'approval.decided',
      approvalId: 'apr_1',
      callId: 'call_1',
      decision: 'rejected',
      feedback: 'Not now',
      edited: null,
    } as TaskEventBody
    const after = replayTask(log(...turn(1, ['call_1']), asked, decided))
    expect(after?.calls['call_1' as never]).toMatchObject({
      status: 'pending',
      approval: { decision: 'rejected', feedback: 'Not now' },
    })
  })

  it('keeps an aborted turn with its failure and takes the next try as another turn', () => {
    const failure = { kind: 'server', message: 'Busy', httpStatus: 503, retryInMs: 10 } as const
    const aborted = { type: 'turn.aborted', turnId: 'turn_1', failure } as TaskEventBody
    const view = replayTask(log(turn(1, [])[0] as TaskEventBody, aborted, ...turn(2, [])))
    expect(view?.items.slice(1)).toMatchObject([
      { type: 'turn', state: 'aborted', failure },
      { type: 'turn', state: 'committed', failure: null },
    ])
  })

  it('refuses a gap, a repeat and a log that does not begin at its beginning', () => {
    const events = log(...turn(1, []))
    const [first, second, third] = events as [TaskEvent, TaskEvent, TaskEvent]
    expect(() => step([first, third])).toThrow('does not follow')
    expect(() => step([first, second, second])).toThrow('does not follow')
    expect(() => step([second])).toThrow('begins with turn.requested')
  })

  it('gives the same view one event at a time as in one pass, and never changes an earlier view', () => {
    const bodies = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 3 }).map((calls) => ({ kind: 'turn' as const, calls })),
        fc.constant({ kind: 'finish' as const, calls: 0 }),
        fc.string().map((text) => ({ kind: 'message' as const, calls: 0, text })),
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(bodies, (steps) => {
        let turns = 0
        const open: string[] = []
        const made: TaskEventBody[] = steps.flatMap((one): TaskEventBody[] => {
          if (one.kind === 'message') {
            return [
              { type: 'message.added', messageId: `msg_${turns}`, from: 'person', text: one.kind } as never,
            ]
          }
          if (one.kind === 'finish') {
            const callId = open.pop()
            if (callId === undefined) return []
            return [
              {
                type: 'tool.finished',
                callId,
                outcome: 'ok',
                result: '',
                display: null,
                durationMs: 0,
              } as never,
            ]
          }
          turns++
          const calls = Array.from({ length: one.calls }, (_, index) => `call_${turns}_${index}`)
          open.push(...calls)
          return turn(turns, calls)
        })
        const events = log(...made)
        let view: TaskView | null = null
        const earlier: { view: TaskView; text: string }[] = []
        for (const event of events) {
          view = reduceTask(view, event)
          earlier.push({ view, text: JSON.stringify(view) })
        }
        expect(view).toEqual(replayTask(events))
        for (const { view: old, text } of earlier) expect(JSON.stringify(old)).toBe(text)
      }),
      { numRuns: 100 },
    )
  })

  it('shares what an event did not touch', () => {
    const events = log(...turn(1, ['call_1']), ...turn(2, ['call_2']))
    const before = step(events) as TaskView
    const finished = {
      type: 'tool.finished',
      callId: 'call_2',
      outcome: 'ok',
      result: '',
      display: null,
      durationMs: 0,
    }
    const after = reduceTask(before, { taskId, seq: before.lastSeq + 1, at: 2_000, body: finished as never })
    expect(after.items[1]).toBe(before.items[1])
    expect(after.calls['call_1' as never]).toBe(before.calls['call_1' as never])
    expect(after.calls['call_2' as never]).not.toBe(before.calls['call_2' as never])
  })

  it('reads back every event it can be given', () => {
    for (const event of log(...turn(1, ['call_1']))) {
      expect(taskEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
    }
  })
})
