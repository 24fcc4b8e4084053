import { isLive } from './task-status.ts'
import type { TaskSummary } from './task-summary.ts'
import { waitsForPerson } from './waits-for-person.ts'

/** Why a tree cannot be archived now, in words, or null when it can. `tasks` are its root and all below it. */
export function whyNotArchive(
  tasks: readonly Pick<TaskSummary, 'displayId' | 'parentId' | 'status' | 'needs' | 'statusReason'>[],
): string | null {
  const root = tasks[0]
  if (root === undefined) return null
  if (root.parentId !== null) return `${root.displayId} is a subtask: it is archived with its whole tree.`
  const waiting = tasks.find(waitsForPerson)
  if (waiting !== undefined)
    return `${waiting.displayId} waits for you. Answer or cancel it, then archive ${sameOr(root, waiting)}.`
  const busy = tasks.find(({ status }) => isLive(status) || status === 'queued')
  if (busy !== undefined)
    return `${busy.displayId} is at work. Stop or cancel it, then archive ${sameOr(root, busy)}.`
  return null
}

const sameOr = (root: { displayId: string }, task: { displayId: string }): string =>
  root.displayId === task.displayId ? 'it' : root.displayId

type Placed = Pick<TaskSummary, 'id' | 'displayId' | 'parentId' | 'awaited' | 'workspaceId' | 'archivedAt'>

/** Why a nested task cannot leave its parent now, in words, or null when it can. */
export function whyNotUnnest(task: Placed, parentDisplayId: string): string | null {
  if (task.parentId === null) return `${task.displayId} is not nested.`
  if (!task.awaited) return null
  return `${parentDisplayId} asked for ${task.displayId} and has not had its result. Wait for it, or cancel it first.`
}

/** Why a task cannot be nested under another, in words, or null when it can. `find` knows both trees. */
export function whyNotNest(
  task: Placed,
  parent: Placed,
  find: (id: TaskSummary['id']) => Pick<TaskSummary, 'id' | 'parentId' | 'displayId'> | null | undefined,
): string | null {
  if (task.id === parent.id) return `${task.displayId} cannot be nested under itself.`
  if (task.workspaceId !== parent.workspaceId)
    return `${task.displayId} and ${parent.displayId} belong to different workspaces.`
  if (task.parentId === parent.id) return `${task.displayId} is nested under ${parent.displayId} already.`
  for (let above = parent.parentId; above !== null; above = find(above)?.parentId ?? null)
    if (above === task.id) return `${parent.displayId} lies below ${task.displayId} itself.`
  if (parent.archivedAt !== null) return `${parent.displayId} is archived. Take it out of the archive first.`
  if (task.parentId === null) return null
  return whyNotUnnest(task, find(task.parentId)?.displayId ?? 'Its parent')
}
