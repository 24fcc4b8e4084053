import { matcherOf } from '../workspace/covered-files.ts'
import { insidePath } from './mode-permits.ts'

/** Where a task may change files, besides what its mode permits. */
export type PathLimits = {
  /**
   * Lists of globs, relative to the task's folder: the task's own and those of the tasks that asked for it. A path must
   * match one of each list. [] is no limit.
   */
  lists: readonly (readonly string[])[]
  /** Whether commands may run all the same, because what they change elsewhere is held back, or cannot be. */
  commands: boolean
}

/** No limit at all. */
export const noLimits: PathLimits = { lists: [], commands: true }

/** Why a task's limits do not let it change these absolute paths, in words for the model, or null when they do. */
export function refuseBeyondLimits(
  { lists }: Pick<PathLimits, 'lists'>,
  paths: readonly string[],
  folder: string,
): string | null {
  for (const list of lists) {
    for (const path of paths) {
      const inner = insidePath(folder, path)
      if (inner !== null && inner !== '' && list.some((glob) => covers(glob, inner))) continue
      const what =
        inner === null ? `${path} lies outside the workspace` : `${inner || 'The folder'} does not match`
      return `This task may change files only under ${list.join(', ')}. ${what}, so nothing was done. Change what matches, or say in your result what has to be changed elsewhere.`
    }
  }
  return null
}

/** Why a task's limits do not let it run commands, in words for the model, or null when they do. */
export function refuseCommands({ lists, commands }: PathLimits): string | null {
  const [own] = lists
  if (own === undefined || commands) return null
  return `This task may change files only under ${own.join(', ')}, and it began in a mode without commands, so it shares its folder with others. What a command changes cannot be held to these paths there, so nothing was run. Hand it to a subtask, which works in a folder of its own, or say in your result what is to be run.`
}

/** A glob that cannot be read covers nothing. */
function covers(glob: string, path: string): boolean {
  try {
    return matcherOf(glob)(path)
  } catch {
    return false
  }
}
