import type { CallId, TaskId } from '../../contract/ids.ts'
import type { TaskEvent, TaskEventBody, TaskEventOf } from '../../contract/task-event.ts'
import type { ReadTask } from './read-transcript-json.ts'

const notThere = 'Its transcript was not in the imported file.'

/**
 * Tasks for the subtasks that are told of in a file without being in it, as when one task was exported without what is
 * below it: what its parent knows of each, ended, and deleted at once, so that they stand in no list.
 */
export function missingSubtasks(tasks: readonly ReadTask[]): ReadTask[] {
  const there = new Set(tasks.map(({ id }) => id))
  return tasks.flatMap(({ events }) => {
    const [first] = events
    if (first?.body.type !== 'task.created') return []
    const { body: parent } = first as TaskEvent & { body: TaskEventOf<'task.created'> }
    return events.flatMap(({ at, body }) => {
      if (body.type !== 'subtask.started' || there.has(body.childId)) return []
      there.add(body.childId)
      return [standIn(body, parent, at, returnOf(events, body.callId))]
    })
  })
}

function returnOf(events: readonly TaskEvent[], callId: CallId): TaskEventOf<'subtask.returned'> | null {
  for (const { body } of events) if (body.type === 'subtask.returned' && body.callId === callId) return body
  return null
}

function standIn(
  { childId, childDisplayId, mode, message, background }: TaskEventOf<'subtask.started'>,
  parent: TaskEventOf<'task.created'>,
  at: number,
  back: TaskEventOf<'subtask.returned'> | null,
): ReadTask {
  const created: TaskEventBody = {
    ...{
      ...parent,
      displayId: childDisplayId,
      parentId: null,
      rootId: childId,
      parentCallId: null,
      depth: 0,
    },
    ...{ background, mode, modeName: mode, title: message.split('\n', 1)[0]?.slice(0, 80) || childDisplayId },
    ...{ message, checks: undefined, paths: undefined, worktree: undefined },
  }
  const status = (
    from: 'queued' | 'in_progress',
    to: 'in_progress' | TaskEventOf<'subtask.returned'>['outcome'],
  ) => ({ type: 'status.changed', from, to, reason: notThere }) as const
  const bodies: TaskEventBody[] = [created, status('queued', 'in_progress')]
  if (back?.outcome === 'completed') bodies.push({ type: 'task.completed', result: back.summary })
  else if (back?.outcome === 'failed')
    bodies.push({ type: 'task.failed', message: back.summary, failure: null })
  else bodies.push({ type: 'task.cancelled', by: 'parent', reason: back?.summary ?? notThere })
  bodies.push(status('in_progress', back?.outcome ?? 'cancelled'), { type: 'task.deleted' })
  const events = bodies.map((body, index) => ({ taskId: childId as TaskId, seq: index + 1, at, body }))
  return { id: childId, displayId: childDisplayId, parentId: null, events }
}
