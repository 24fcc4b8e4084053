import type { CallId } from '../../contract/ids.ts'
import { readWish, type SubtaskWish } from '../../contract/subtask-wish.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'

/** What of a turn's calls comes next: one to settle, subtasks to wait for, or nothing, since all have results. */
export type TurnPlan =
  | { type: 'settle'; callId: CallId }
  | { type: 'await_subtasks'; callIds: CallId[] }
  | { type: 'settled' }

/**
 * Plans the rest of a turn. Calls are taken in the model's order, one at a time, except that subtasks do not
 * hold each other up: each is started as soon as those it depends on have returned, and only then does the
 * turn wait. Any other call is a barrier: it may build on what the subtasks before it did, so it waits for
 * them. Of subtasks that change files, `mayShare` says which may run beside which. Pure.
 */
export function planTurn(
  view: TaskView,
  callIds: readonly CallId[],
  mayShare: (order: SubtaskWish, beside: readonly SubtaskWish[]) => boolean,
): TurnPlan {
  const calls = callIds.flatMap((callId) => view.calls[callId] ?? [])
  const out = calls.filter(isOut)
  const held: ToolCallView[] = []
  for (const call of calls) {
    if (call.status === 'finished' || isOut(call)) continue
    if (call.name !== 'new_task') {
      if (out.length + held.length === 0) return { type: 'settle', callId: call.callId }
      break
    }
    const wish = readWish(call)
    if (waitsFor(wish, calls, call) || !mayShare(wish, out.map(readWish))) held.push(call)
    else return { type: 'settle', callId: call.callId }
  }
  if (out.length > 0) return { type: 'await_subtasks', callIds: out.map(({ callId }) => callId) }
  // Those that wait for each other are settled anyway, so that each is told what is wrong with it.
  const [first] = held
  return first === undefined ? { type: 'settled' } : { type: 'settle', callId: first.callId }
}

/** Whether a call's subtask is under way, and the call waits for its return. */
export function isOut({ subtask, status }: ToolCallView): boolean {
  return subtask !== null && !subtask.background && status !== 'finished'
}

/** Whether something it depends on has no result yet. Names that no other call has are settled with the call. */
function waitsFor({ dependsOn }: SubtaskWish, calls: ToolCallView[], self: ToolCallView): boolean {
  return calls.some((other) => {
    if (other === self || other.status === 'finished' || other.name !== 'new_task') return false
    const { name } = readWish(other)
    return name !== null && dependsOn.includes(name)
  })
}
