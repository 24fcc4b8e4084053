import type { Mode } from '../../contract/mode.ts'
import type { SubtaskWish } from '../../contract/subtask-wish.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { EngineCore } from './core.ts'

/**
 * Tells which subtasks may work at the same time: any number that only read, and those that may change files in
 * worktrees of their own; of those in one folder only one. Modes are looked up once, when they are first asked about.
 */
export function sharing(
  { deps }: EngineCore,
  view: TaskView,
): (wish: SubtaskWish, beside: readonly SubtaskWish[]) => boolean {
  let modes: Mode[] | null = null
  const changesFiles = ({ mode }: SubtaskWish) => {
    modes ??= deps.modes.list(view.workspaceId)
    const found = modes.find(({ slug }) => slug === mode)
    // An unknown mode is told so when its call is settled: nothing starts.
    return found !== undefined && mayChangeFiles(found)
  }
  return (wish, beside) =>
    beside.length === 0 || !changesFiles(wish) || !beside.some((one) => changesFiles(one) && !one.isolated)
}

/** Whether a mode's tools can change files. One without tools of its own hands that to its subtasks. */
export function mayChangeFiles({ groups }: Pick<Mode, 'groups'>): boolean {
  return groups.length === 0 || groups.some(({ group }) => group === 'edit' || group === 'command')
}
