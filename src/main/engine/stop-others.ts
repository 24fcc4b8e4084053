import type { CallId } from '../../contract/ids.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import { notBegunBeside, stoppedByOther } from '../prompt/nudges.ts'
import type { EngineCore } from './core.ts'
import { finishedFact, withdrawal } from './finish-call.ts'

/**
 * The subtask that failed and was to stop the others of its turn, as seen from a call of that turn: its display id, or
 * null when there is none. Pure.
 */
export function stopperOf(view: Pick<TaskView, 'items' | 'calls'>, call: ToolCallView): string | null {
  return stopperAmong(view, callsOfTurn(view, call.turnId), call)
}

function stopperAmong(
  { calls }: Pick<TaskView, 'calls'>,
  callIds: readonly CallId[],
  { callId, turnId }: ToolCallView,
): string | null {
  for (const id of callIds) {
    const { turnId: itsTurn, subtask } = calls[id] ?? {}
    if (id !== callId && itsTurn === turnId && subtask?.stopsOthers === true && subtask.outcome === 'failed')
      return subtask.childDisplayId
  }
  return null
}

/** The calls of a turn. Costs what came after it. */
export function callsOfTurn(
  { items }: Pick<TaskView, 'items'>,
  turnId: ToolCallView['turnId'],
): readonly CallId[] {
  const turn = items.findLast((item) => item.type === 'turn' && item.id === turnId)
  return turn?.type === 'turn' ? turn.callIds : []
}

/** What a failed subtask that stops the others leaves to be stopped: subtasks at work, and calls that have not begun. */
export type ToStop = { by: string; out: CallId[]; unbegun: CallId[] }

/** What is to be stopped among these calls of one turn, or null when nothing is. Pure. */
export function toStop(view: TaskView, callIds: readonly CallId[]): ToStop | null {
  const calls = callIds.flatMap((callId) => view.calls[callId] ?? [])
  const marked = calls.flatMap((call) => {
    const by = stopperAmong(view, callIds, call)
    return by === null ? [] : [{ by, call }]
  })
  const ids = (wanted: (call: ToolCallView) => boolean) =>
    marked.flatMap(({ call }) => (wanted(call) ? [call.callId] : []))
  const out = ids(({ subtask }) => subtask !== null && !subtask.background && subtask.outcome === null)
  const unbegun = ids(
    ({ status, subtask, startedAt }) => status !== 'finished' && subtask === null && startedAt === null,
  )
  const [first] = marked
  return first === undefined || out.length + unbegun.length === 0 ? null : { by: first.by, out, unbegun }
}

/**
 * Cancels the subtasks that are at work for these calls, and tells those of the person's questions that no longer
 * matter. Calls that have not begun are the loop's to refuse: it may be about to begin one.
 */
export function cancelOthers(core: EngineCore, view: TaskView, { by, out, unbegun }: ToStop): void {
  for (const callId of out) {
    const child = view.calls[callId]?.subtask
    if (child?.outcome === null) core.cancel(child.childId, 'parent', stoppedByOther(by))
  }
  for (const callId of unbegun) {
    const { approval } = view.calls[callId] ?? {}
    if (approval?.decision === null) core.wakers.wake(`approval:${approval.approvalId}`)
  }
}

/** The same, and gives the calls that have not begun a result. For the loop of the task, between two calls. */
export function stopOthers(core: EngineCore, view: TaskView, stop: ToStop): void {
  cancelOthers(core, view, stop)
  core.journal.append(
    stop.unbegun.flatMap((callId) => {
      const call = view.calls[callId]
      if (call === undefined || call.status === 'finished') return []
      return [
        ...withdrawal(view, call),
        finishedFact(view, call, { outcome: 'refused', result: notBegunBeside(stop.by) }, 0),
      ]
    }),
  )
}
