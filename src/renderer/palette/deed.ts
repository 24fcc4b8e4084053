import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'

/** What a command works on. */
export type CommandTarget = {
  /** The task it is about: the one it was called on, else the one in front; null when it was called on several. */
  task: TaskSummary | null
  /**
   * All that it is about, for commands that can do several: those it was called on, those selected, or `task`. A deed
   * is given those of them for which the command's conditions hold.
   */
  tasks: readonly TaskSummary[]
  /** The key press that called it, if one did. */
  event: KeyboardEvent | null
}

/** What a command does when its conditions hold. It may reject with an error for people. */
export type Deed = (app: AppState, target: CommandTarget) => unknown

/** A deed on the target's task. */
export const onTask =
  (run: (app: AppState, task: TaskSummary) => unknown): Deed =>
  (app, { task }) =>
    task === null ? undefined : run(app, task)

/** A deed on all tasks of the target. */
export const onTasks =
  (run: (app: AppState, tasks: readonly TaskSummary[]) => unknown): Deed =>
  (app, { tasks }) =>
    run(app, tasks)
