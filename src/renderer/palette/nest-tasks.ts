import type { TaskSummary } from '../../contract/task-summary.ts'
import { whyNotNest, whyNotUnnest } from '../../contract/why-not.ts'
import type { AppState } from '../state/app-state.ts'
import { topmostOf } from '../state/tree-selection.ts'
import { doToEach, nameTasks, tellRefused } from './do-to-each.ts'

type Tasks = ReadonlyMap<TaskSummary['id'], TaskSummary>

/**
 * Why none of these can be put to a place (null: to the roots), in words, or null when all can. As the engine decides
 * it, which has the last word.
 */
export function whyNotPut(
  tasks: readonly TaskSummary[],
  parent: TaskSummary | null,
  known: Tasks,
): string | null {
  for (const task of tasks) {
    const above = task.parentId === null ? undefined : known.get(task.parentId)?.displayId
    const why =
      parent === null
        ? whyNotUnnest(task, above ?? 'Its parent')
        : whyNotNest(task, parent, (id) => known.get(id))
    if (why !== null) return why
  }
  return null
}

/** Nests tasks under another, or makes them roots (null). What cannot be is said in words. */
export async function putTasks(
  { client, toasts, tree }: AppState,
  tasks: readonly TaskSummary[],
  parent: TaskSummary | null,
): Promise<void> {
  const tops = topmostOf(tasks, tree.store.getState().tasks)
  const { done, refused } = await doToEach(tops, ({ id }) =>
    parent === null
      ? client.task.unnest({ taskId: id })
      : client.task.nest({ taskId: id, parentId: parent.id }),
  )
  const are = done.length === 1 ? 'is' : 'are'
  if (done.length > 0)
    toasts.show({
      tone: 'done',
      title:
        parent === null
          ? `${nameTasks(done)} ${are} at the top level now`
          : `${nameTasks(done)} ${are} nested under ${parent.displayId}`,
    })
  tellRefused(toasts, parent === null ? 'unnested' : 'nested', tops, refused)
}
