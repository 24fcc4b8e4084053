import { type AppCommand, type AppCommandId, appCommands } from '../../contract/app-commands.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { AppState } from '../state/app-state.ts'
import { type CommandTarget, deeds } from './deeds.ts'

/** On what and by what a command is called. */
export type CommandCall = { taskId?: TaskId | null; event?: KeyboardEvent }

function targetOf(app: AppState, { taskId, event }: CommandCall): CommandTarget {
  const id = taskId ?? app.navigation.store.getState().taskId
  const task = id === null ? undefined : app.tree.store.getState().tasks.get(id)
  return { task: task ?? null, event: event ?? null }
}

/** Whether a command can do something now. */
export function canRun(app: AppState, id: AppCommandId, call: CommandCall = {}): boolean {
  return deeds[id].when?.(app, targetOf(app, call)) ?? true
}

/** Runs a command if it can; what goes wrong is shown to the person. Tells whether it could. */
export function runCommand(app: AppState, id: AppCommandId, call: CommandCall = {}): boolean {
  const target = targetOf(app, call)
  const deed = deeds[id]
  if (!(deed.when?.(app, target) ?? true)) return false
  const failed = (error: unknown) => app.toasts.failed(`“${commandOf(id).title}” did not work`, error)
  try {
    const done = deed.run(app, target)
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

/** The keys that are shown for a command, if it has any. */
export function keysOf(id: AppCommandId): string | undefined {
  return commandOf(id).keys[0]
}

/** Whether a text from outside, such as a host's message, names a command. */
export function isCommandId(id: unknown): id is AppCommandId {
  return typeof id === 'string' && byId.has(id)
}
