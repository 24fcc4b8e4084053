import { type AppCommand, type AppCommandId, appCommands } from '../../contract/app-commands.ts'
import { type CommandCondition, unmet } from '../../contract/command-condition.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { AppState } from '../state/app-state.ts'
import { conditionsNow } from './conditions-now.ts'
import type { CommandTarget } from './deed.ts'
import { deeds } from './deeds.ts'
import { actsOnSeveral } from './tree-deeds.ts'

/** On what and by what a command is called. */
export type CommandCall = {
  taskId?: TaskId | null
  /** Several at once, in place of `taskId`. */
  taskIds?: readonly TaskId[]
  event?: KeyboardEvent
}

function targetOf(app: AppState, { taskId, taskIds, event }: CommandCall): CommandTarget {
  const known = app.tree.store.getState().tasks
  const find = (ids: Iterable<TaskId>) => [...ids].flatMap((id) => known.get(id) ?? [])
  if (taskIds !== undefined) {
    const tasks = find(taskIds)
    return { task: tasks.length === 1 ? (tasks[0] ?? null) : null, tasks, event: event ?? null }
  }
  const id = taskId ?? app.navigation.store.getState().taskId
  const task = id === null ? null : (known.get(id) ?? null)
  const selected = taskId == null ? find(app.selection.store.getState().ids) : []
  const tasks = selected.length > 0 ? selected : task === null ? [] : [task]
  return { task, tasks, event: event ?? null }
}

/** How many tasks a command would act on now, where that is more than one; else null. */
export function howMany(app: AppState, id: AppCommandId): number | null {
  if (!actsOnSeveral(id)) return null
  const { length } = fitting(app, id, targetOf(app, {}).tasks)
  return length > 1 ? length : null
}

const whyNotOn = (app: AppState, id: AppCommandId, task: TaskSummary | null) =>
  unmet(commandOf(id), conditionsNow(app, task))

/** The tasks with which a command can do something now. */
function fitting(app: AppState, id: AppCommandId, tasks: readonly TaskSummary[]): TaskSummary[] {
  return tasks.filter((task) => whyNotOn(app, id, task).length === 0)
}

/** What keeps a command from doing anything now; [] when it can. */
export function whyNot(app: AppState, id: AppCommandId, call: CommandCall = {}): CommandCondition[] {
  const { task, tasks } = targetOf(app, call)
  if (!actsOnSeveral(id)) return whyNotOn(app, id, task)
  const one = tasks.find((each) => whyNotOn(app, id, each).length === 0)
  return whyNotOn(app, id, one ?? tasks[0] ?? task)
}

/** Whether a command can be chosen now. What belongs to the part with the focus is never chosen, only pressed. */
export function canRun(app: AppState, id: AppCommandId, call: CommandCall = {}): boolean {
  return !onlyPressed(id) && whyNot(app, id, call).length === 0
}

/** Runs a command if it can; what goes wrong is shown to the person. Tells whether it could. */
export function runCommand(app: AppState, id: AppCommandId, call: CommandCall = {}): boolean {
  if (whyNot(app, id, call).length > 0) return false
  const failed = (error: unknown) => app.toasts.failed(`“${commandOf(id).title}” did not work`, error)
  try {
    const target = targetOf(app, call)
    const done = deeds[id](app, { ...target, tasks: fitting(app, id, target.tasks) })
    if (done instanceof Promise) done.catch(failed)
  } catch (error) {
    failed(error)
  }
  return true
}

const byId = new Map<string, AppCommand>(appCommands.map((command) => [command.id, command]))

/** What is shown of a command. */
export function commandOf(id: AppCommandId): AppCommand {
  const command = byId.get(id)
  if (command === undefined) throw new Error(`There is no command ${id}.`)
  return command
}

/** Commands that mean nothing without the key that was pressed, or the card it was pressed on. */
export function onlyPressed(id: AppCommandId): boolean {
  return id === 'pane.go-to' || id === 'approval.approve' || id === 'approval.reject'
}

/** Whether a text from outside, such as a host's message, names a command. */
export function isCommandId(id: unknown): id is AppCommandId {
  return typeof id === 'string' && byId.has(id)
}
