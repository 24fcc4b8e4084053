import type { TaskId } from '../../contract/ids.ts'
import type { TaskEventOf } from '../../contract/task-event.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { EngineCore } from './core.ts'

type Created = TaskEventOf<'task.created'>

/**
 * The lists of globs that a task is held to: its own and those of the tasks that asked for it, nearest first. What it
 * changes must match one of each. [] when nothing limits it. Where it was moved by hand does not matter.
 */
export function pathLists(core: EngineCore, { id, paths }: Pick<TaskView, 'id' | 'paths'>): string[][] {
  if (paths === null) return []
  const lists = new Map([[JSON.stringify(paths), paths]])
  for (const { paths: above } of askersOf(core, id)) {
    // Who is below a task with limits has limits too: the way up ends at the first that has none.
    if (above === undefined) break
    lists.set(JSON.stringify(above), above)
  }
  return [...lists.values()]
}

/**
 * Whether what a task's commands change is held to its limits: in a worktree of its own, from which nothing else is
 * taken over, or in that of a task above it with the same limits. True without limits.
 */
export function holdsCommands(core: EngineCore, view: Pick<TaskView, 'id' | 'paths' | 'isolated'>): boolean {
  const { id, paths, isolated } = view
  if (paths === null || isolated) return true
  const same = JSON.stringify(paths)
  for (const above of askersOf(core, id)) {
    if (JSON.stringify(above.paths) !== same) return false
    if (above.worktree === true) return true
  }
  return false
}

/** Where a task may change files, and whether it may run commands: they know no limits. */
export async function pathLimitsOf(
  core: EngineCore,
  view: TaskView,
  { runs }: { runs: boolean },
): Promise<{ lists: string[][]; commands: boolean }> {
  const lists = pathLists(core, view)
  if (!runs || lists.length === 0 || holdsCommands(core, view)) return { lists, commands: true }
  // Where there can be no worktrees, nothing holds commands, and a mode that has them is what was asked for.
  return { lists, commands: (await core.deps.isolation.whyNot(view.folder)) !== null }
}

/** How the tasks began that asked for a task, nearest first. */
function* askersOf({ deps }: EngineCore, taskId: TaskId): Generator<Created> {
  const askerOf = (id: TaskId) => deps.store.subtasks.ofChild(id)?.parentId ?? null
  for (let asker = askerOf(taskId); asker !== null; asker = askerOf(asker)) {
    // It stands in the first event of a log and never changes: no need to read on.
    const [first] = deps.store.events.read(asker, 0, 1)
    if (first?.body.type === 'task.created') yield first.body
  }
}
