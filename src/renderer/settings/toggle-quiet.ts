import { isQuiet } from '../../contract/attention.ts'
import type { AppState } from '../state/app-state.ts'

/** Do not disturb, on or off. */
export async function toggleQuiet({ client, preferences, toasts }: AppState): Promise<void> {
  const now = preferences.store.getState().value?.doNotDisturb ?? 'off'
  const doNotDisturb = isQuiet(now, Date.now()) ? 'off' : 'on'
  preferences.set(await client.settings.setPreferences({ doNotDisturb }))
  const title = doNotDisturb === 'on' ? 'Do not disturb is on' : 'Do not disturb is off'
  toasts.show({ tone: 'info', title })
}
