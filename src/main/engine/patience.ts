import type { ActionType } from '../../contract/action-type.ts'
import type { CallId } from '../../contract/ids.ts'
import type { TaskEventBody } from '../../contract/task-event.ts'

/** Actions whose whole effect is events of ours, or none at all: after a crash they are simply done again. */
const repeatable: ReadonlySet<ActionType | null> = new Set<ActionType>([
  'read',
  'read_outside',
  'todo',
  'mode_switch',
  'followup',
  'subtask_create',
  'subtask_finish',
])

/**
 * Tells which facts may wait a moment for the next commit, because losing them loses nobody's work or word:
 * that a turn was asked for, and that a repeatable call began and ended. To be asked once for every fact,
 * in order.
 */
export function createPatience(): (body: TaskEventBody) => boolean {
  const open = new Set<CallId>()
  return (body) => {
    if (body.type === 'turn.requested') return true
    if (body.type === 'tool.finished') return open.delete(body.callId)
    if (body.type !== 'tool.started' || !repeatable.has(body.action)) return false
    open.add(body.callId)
    return true
  }
}
