import { matchKeybindingPress, parseKeybinding } from 'tinykeys'
import { useStore } from 'zustand'
import type { AppCommandId } from '../../contract/app-commands.ts'
import { type BoundCommand, boundCommands, type CommandKeys } from '../../contract/command-keys.ts'
import type { AppState } from '../state/app-state.ts'
import { useAppState } from '../state/app-state-context.tsx'

const unchanged: CommandKeys = {}
const known = new WeakMap<CommandKeys, BoundCommand[]>()

function bound(changes: CommandKeys): BoundCommand[] {
  const commands = known.get(changes) ?? boundCommands(changes)
  known.set(changes, commands)
  return commands
}

/** Every command with the keys it has now. The same list as long as nothing was rebound. */
export function commandsNow({ preferences }: Pick<AppState, 'preferences'>): BoundCommand[] {
  return bound(preferences.store.getState().value?.keys ?? unchanged)
}

/** The same for what is on the screen. */
export function useCommandsNow(): BoundCommand[] {
  return bound(useStore(useAppState().preferences.store, (state) => state.value?.keys ?? unchanged))
}

/** The keys that are shown for a command, if it has any, as they are now. */
export function useKeysOf(): (id: AppCommandId) => string | undefined {
  const commands = useCommandsNow()
  return (id) => commands.find((command) => command.id === id)?.keys[0]
}

/** Whether a key press is one of a command's. */
export function isPressed(
  app: Pick<AppState, 'preferences'>,
  id: AppCommandId,
  event: KeyboardEvent,
): boolean {
  const keys = commandsNow(app).find((command) => command.id === id)?.keys ?? []
  return keys.some((combination) => {
    const [press] = parseKeybinding(combination)
    return press !== undefined && matchKeybindingPress(event, press)
  })
}
