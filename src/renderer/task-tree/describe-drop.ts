import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { nameTasks } from '../palette/do-to-each.ts'
import { whyNotPut } from '../palette/nest-tasks.ts'

/** Tasks under way with the pointer. */
export type TreeDrop = {
  /** Where they would go: under a task, to the top level (null), or nowhere as yet. */
  place: TaskId | null | undefined
  /** Why they cannot go there, in words, or null. */
  why: string | null
  /** What a drop would do, in words. */
  words: string
  /** Whether one of them can be made a root. */
  nested: boolean
}

/** Those of the tasks that are not roots. */
export const nestedOf = (tasks: readonly TaskSummary[]): TaskSummary[] =>
  tasks.filter(({ parentId }) => parentId !== null)

/** Whether one of the tasks is the place itself. */
export const isOntoItself = (tasks: readonly TaskSummary[], place: TaskId | null): boolean =>
  tasks.some(({ id }) => id === place)

/** What a drop at a place would do. Roots cannot be made roots: for them the top level is no place. */
export function describeDrop(
  tasks: readonly TaskSummary[],
  over: TaskId | null | undefined,
  known: ReadonlyMap<TaskId, TaskSummary>,
): TreeDrop {
  const nested = nestedOf(tasks)
  const parent = over ? known.get(over) : null
  const place = parent === undefined || (over === null && nested.length === 0) ? undefined : over
  const name = nameTasks(tasks)
  const rest = { nested: nested.length > 0 }
  if (place === undefined) {
    const them = tasks.length === 1 ? 'it' : 'them'
    const top =
      nested.length === 0 ? '' : `, here to make ${nested.length === 1 ? 'it a root' : 'them roots'}`
    return { ...rest, place, why: null, words: `Drop ${name} on a task to nest ${them} there${top}.` }
  }
  if (isOntoItself(tasks, place))
    return {
      ...rest,
      place: undefined,
      why: null,
      words: `${name} ${tasks.length === 1 ? 'stays' : 'stay'} in place.`,
    }
  const why = whyNotPut(place === null ? nested : tasks, parent ?? null, known)
  const words =
    parent === null || parent === undefined
      ? `Make ${nameTasks(nested)} ${nested.length === 1 ? 'a root' : 'roots'}`
      : `Nest ${name} under ${parent.displayId}`
  return { ...rest, place, why, words: why ?? words }
}
