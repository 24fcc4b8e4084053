import { type AppCommand, type AppCommandId, appCommands } from '../../contract/app-commands.ts'
import { type CommandCondition, unmet } from '../../contract/command-condition.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'
import { conditionsNow } from './conditions-now.ts'
import { type CommandTarget, deeds } from './deeds.ts'

/** On what and by what a command is called. */
export type CommandCall = { taskId?: TaskId | null; event?: KeyboardEvent }

function targetOf(app: AppState, { taskId, event }: CommandCall): CommandTarget {
  const id = taskId ?? app.navigation.store.getState().taskId
  const task = id === null ? undefined : app.tree.store.getState().tasks.get(id)
  return { task: task ?? null, event: event ?? null }
}

/** What keeps a command from doing anything now; [] when it can. */
export function whyNot(app: AppState, id: AppCommandId, call: CommandCall = {}): CommandCondition[] {
  return unmet(commandOf(id), conditionsNow(app, targetOf(app, call).task))
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
    const done = deeds[id](app, targetOf(app, call))
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
