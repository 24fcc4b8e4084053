import type { MessageId, TaskId } from '../../../contract/ids.ts'
import { replayTask } from '../../../contract/reduce-task.ts'
import type { TaskEvent, TaskEventBody } from '../../../contract/task-event.ts'
import { isEnded, type TaskStatus, taskTransitions } from '../../../contract/task-status.ts'
import type { TaskView, ToolCallView } from '../../../contract/task-view.ts'
import type { SubtaskOutcome } from '../../../contract/tool-call.ts'
import { newId } from '../../base/new-id.ts'
import type { Database } from '../database.ts'
import { createEvents } from '../events.ts'
import { type DamagedTask, rebuildTables } from '../rebuild-tables.ts'
import { acknowledgeGaps, addStandIns, tasksWithoutLog } from './lost-rows.ts'
import { putAside } from './put-aside.ts'

/** What became of a damaged task: how many of its events were put aside. */
export type MendedTask = DamagedTask & { displayId: string; lost: number }

/** Why a mended task is interrupted. */
const reason = 'Part of its log was damaged and was taken out. Look at what it did, then resume or cancel it.'

/**
 * Makes every log whole again, in one transaction: what cannot be read, and what came after it, is put aside
 * in `lost_events`; the tables are made anew; then each such task is told so in its log, its open calls get
 * results that say that nobody knows, and it waits as `interrupted`, or is ended if the rest of its log said
 * so. `alsoShort` are tasks known to have lost their latest events, whose logs show no gap. Returns what was
 * mended. Throws what SQLite throws, and has then changed nothing.
 */
export function mendLogs(
  database: Database,
  at: number,
  alsoShort: readonly DamagedTask[] = [],
): MendedTask[] {
  database.pragma('foreign_keys = OFF')
  try {
    return database
      .transaction(() => {
        addStandIns(database)
        const damaged = new Map<TaskId, DamagedTask>()
        const aside = new Map<TaskId, { lost: number; status: TaskStatus | null; rounds: number }>()
        // Putting one aside may show that another, which rested on it, cannot be followed either.
        const find = () => [...rebuildTables(database), ...tasksWithoutLog(database)]
        for (let found = [...find(), ...alsoShort]; found.length > 0; found = find()) {
          for (const task of found) {
            const before = aside.get(task.taskId)
            const { lost, status } = putAside(database, task, at)
            damaged.set(task.taskId, {
              ...task,
              seq: Math.min(task.seq, damaged.get(task.taskId)?.seq ?? task.seq),
            })
            const rounds = (before?.rounds ?? 0) + 1
            // Twice its beginning and once what follows it: whatever is found again then would be found for ever.
            if (rounds > 3) throw new Error(`${task.taskId} cannot be mended: ${task.why}`)
            aside.set(task.taskId, {
              lost: lost + (before?.lost ?? 0),
              status: before?.status ?? status,
              rounds,
            })
          }
        }
        const mended = [...damaged.values()].map((task): MendedTask => {
          const { lost, status } = aside.get(task.taskId) ?? { lost: 0, status: null }
          return { ...task, lost, displayId: tell(database, task.taskId, lost, status, at) }
        })
        acknowledgeGaps(database, at)
        database.prepare('DELETE FROM damaged_tasks').run()
        return mended
      })
      .immediate()
  } finally {
    database.pragma('foreign_keys = ON')
  }
}

/** Writes into a task's log what a person and the model have to know, and how it stands. Returns its name. */
function tell(database: Database, taskId: TaskId, lost: number, last: TaskStatus | null, at: number): string {
  const events = createEvents(database)
  const log: TaskEvent[] = []
  for (
    let page = events.read(taskId, 0, 1_000);
    page.length > 0;
    page = events.read(taskId, log.length, 1_000)
  ) {
    log.push(...page)
  }
  const view = replayTask(log)
  if (view === null) throw new Error(`${taskId} has no log to mend.`)
  const awaited = database
    .prepare<[string]>('SELECT 1 FROM subtasks WHERE child_id = ? AND outcome IS NULL')
    .get(taskId)
  // Who is still awaited must be able to come back, whatever the lost part said.
  const to = last !== null && isEnded(last) && awaited === undefined ? last : 'interrupted'
  const count = lost === 0 ? 'its latest entries' : lost === 1 ? 'one entry' : `${lost} entries`
  const text = `Part of the log of this task was damaged and could not be read: ${count} after this point are lost. What happened there, in files and commands too, is not known to you. Look at how things are before you go on.`
  const bodies: TaskEventBody[] = [
    ...brokenTurn(view),
    ...Object.values(view.calls).flatMap((call) => closeCall(database, view, call)),
    { type: 'message.added', messageId: newId<MessageId>('msg'), from: 'engine', text },
    ...moves(view.status, to),
  ]
  events.append(
    bodies.map((body) => ({ taskId, body })),
    at,
  )
  return view.displayId
}

function brokenTurn(view: TaskView): TaskEventBody[] {
  const turn = view.items.findLast((item) => item.type === 'turn')
  if (turn?.type !== 'turn' || turn.state !== 'streaming') return []
  const message = 'What came of this request was lost with a damaged part of the log.'
  return [
    {
      type: 'turn.aborted',
      turnId: turn.id,
      failure: { kind: 'interrupted', message, httpStatus: null, retryInMs: null },
    },
  ]
}

/** A result for a call that may have been carried out since; none for one whose subtask can still return. */
function closeCall(database: Database, view: TaskView, call: ToolCallView): TaskEventBody[] {
  if (call.status === 'finished') return []
  const { callId, approval, subtask } = call
  const child = subtask === null || subtask.outcome !== null ? null : endOf(database, subtask.childId)
  if (subtask !== null && subtask.outcome === null && child === null) return []
  const withdrawn: TaskEventBody[] =
    approval === null || approval.decision !== null
      ? []
      : [
          {
            type: 'approval.decided',
            approvalId: approval.approvalId,
            callId,
            decision: 'withdrawn',
            feedback: '',
            edited: null,
          },
        ]
  const returned: TaskEventBody[] =
    subtask === null || child === null
      ? []
      : [
          {
            type: 'subtask.returned',
            callId,
            childId: subtask.childId,
            childDisplayId: subtask.childDisplayId,
            outcome: child,
            summary: `${subtask.childDisplayId} is ${child}. What it said was lost from the log of ${view.displayId}; it stands in its own.`,
          },
        ]
  return [
    ...withdrawn,
    ...returned,
    {
      type: 'tool.finished',
      callId,
      outcome: 'unknown',
      result:
        'What became of this call was lost with a damaged part of the log. It may or may not have been carried out.',
      display: null,
      durationMs: 0,
    },
  ]
}

function endOf(database: Database, childId: TaskId): SubtaskOutcome | null {
  const status = database
    .prepare<[string], TaskStatus>('SELECT status FROM tasks WHERE id = ?')
    .pluck()
    .get(childId)
  // A child that is gone altogether can never return.
  if (status === undefined) return 'failed'
  return isEnded(status) ? (status as SubtaskOutcome) : null
}

/** The shortest way from one status to another, as facts. */
function moves(from: TaskStatus, to: TaskStatus): TaskEventBody[] {
  const ways: TaskStatus[][] = [[from]]
  for (const way of ways) {
    const here = way.at(-1) ?? from
    if (here === to) {
      return way.slice(1).map((next, index) => ({
        type: 'status.changed',
        from: way[index] ?? from,
        to: next,
        reason: next === to ? reason : null,
      }))
    }
    ways.push(...taskTransitions[here].filter((next) => !way.includes(next)).map((next) => [...way, next]))
  }
  throw new Error(`No way leads from ${from} to ${to}.`)
}
