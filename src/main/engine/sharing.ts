import type { Mode } from '../../contract/mode.ts'
import type { SubtaskWish } from '../../contract/subtask-wish.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { EngineCore } from './core.ts'
import { areDisjoint } from './disjoint-paths.ts'

/**
 * Tells which subtasks may work at the same time: any number that only read, and those that may change files in
 * worktrees of their own or are held to paths that have nothing in common; of others in one folder only one. Modes are
 * looked up once, when they are first asked about.
 */
export function sharing(
  { deps }: EngineCore,
  view: TaskView,
): (wish: SubtaskWish, beside: readonly SubtaskWish[]) => boolean {
  let modes: Mode[] | null = null
  const modeOf = ({ mode }: SubtaskWish) => {
    modes ??= deps.modes.list(view.workspaceId)
    return modes.find(({ slug }) => slug === mode)
  }
  const changesFiles = (wish: SubtaskWish) => {
    const mode = modeOf(wish)
    // An unknown mode is told so when its call is settled: nothing starts.
    return mode !== undefined && mayChangeFiles(mode)
  }
  const apart = (one: SubtaskWish, other: SubtaskWish) =>
    areApart({ mode: modeOf(one), paths: one.paths }, { mode: modeOf(other), paths: other.paths })
  return (wish, beside) =>
    beside.length === 0 ||
    !changesFiles(wish) ||
    !beside.some((one) => changesFiles(one) && !one.isolated && !apart(wish, one))
}

/** Whether a mode's tools can change files. One without tools of its own hands that to its subtasks. */
export function mayChangeFiles({ groups }: Pick<Mode, 'groups'>): boolean {
  return groups.length === 0 || groups.some(({ group }) => group === 'edit' || group === 'command')
}

/** Whether a mode's tools can run commands, whose changes no list of paths holds. */
export function mayRunCommands({ groups }: Pick<Mode, 'groups'>): boolean {
  return groups.some(({ group }) => group === 'command')
}

type Writer = { mode: Pick<Mode, 'groups'> | undefined; paths: string[] | null }

/**
 * Whether two subtasks that change files may do so in the same folder at the same time: both only with tools that are
 * held to their paths, and no path is in both.
 */
export function areApart(one: Writer, other: Writer): boolean {
  const held = ({ mode }: Writer) => mode !== undefined && mode.groups.length > 0 && !mayRunCommands(mode)
  if (!held(one) || !held(other) || one.paths === null || other.paths === null) return false
  return areDisjoint(one.paths, other.paths)
}
