import type { PreferenceName, Preferences } from '../../contract/settings.ts'
import { useAppState } from '../state/app-state-context.tsx'

/** Ways to change preferences. What goes wrong is shown; they never reject and tell whether it went well. */
export function useChange(): {
  change: (part: Partial<Preferences>) => Promise<boolean>
  reset: (name: PreferenceName) => Promise<boolean>
} {
  const { client, preferences, toasts } = useAppState()
  const keep = async (call: Promise<Preferences>) => {
    try {
      preferences.set(await call)
      return true
    } catch (error) {
      toasts.failed('The setting could not be kept', error)
      return false
    }
  }
  return {
    change: (part) => keep(client.settings.setPreferences(part)),
    reset: (name) => keep(client.settings.unsetPreferences({ names: [name] })),
  }
}
