import type { ActionType } from '../../contract/action-type.ts'
import type { CallId } from '../../contract/ids.ts'
import type { TaskEventBody } from '../../contract/task-event.ts'

/** Actions whose whole effect is events of ours, or none at all: after a crash they are simply done again. */
const repeatable: ReadonlySet<ActionType | null> = new Set<ActionType>([
  'read',
  'read_outside',
  'todo',
  'task_message',
  'mode_switch',
  'followup',
  'subtask_create',
  'subtask_finish',
])

/**
 * What a fact can do with until it is safe. `hold`: wait a moment in memory for the next commit, because losing
 * it loses nobody's work or word: that a turn was asked for, that a repeatable call began and ended. `commit`:
 * a commit now, a flush within a second: a turn, on which nothing outside rests before something that is
 * flushed. `flush`: on the disk before anything else happens.
 */
export type Patience = 'hold' | 'commit' | 'flush'

/** Tells how patient a fact is. To be asked once for every fact, in order. */
export function createPatience(): (body: TaskEventBody) => Patience {
  const open = new Set<CallId>()
  return (body) => {
    if (body.type === 'turn.requested') return 'hold'
    if (body.type === 'turn.committed') return 'commit'
    if (body.type === 'tool.finished') return open.delete(body.callId) ? 'hold' : 'flush'
    if (body.type !== 'tool.started' || !repeatable.has(body.action)) return 'flush'
    open.add(body.callId)
    return 'hold'
  }
}
