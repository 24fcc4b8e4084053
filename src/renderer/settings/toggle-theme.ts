import type { AppState } from '../state/app-state.ts'
import { shownTheme } from './theme.ts'

/** Light becomes dark and dark light, whatever the system says from now on. */
export async function toggleTheme({ client, preferences }: AppState): Promise<void> {
  const theme = shownTheme(document.documentElement) === 'dark' ? 'light' : 'dark'
  preferences.set(await client.settings.setPreferences({ theme }))
}
