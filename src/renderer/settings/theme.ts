import type { Preferences } from '../../contract/settings.ts'
import type { AppState } from '../state/app-state.ts'

/** Where the last theme is kept, so that the first picture has it before the engine was asked. */
const storageKey = 'treeline.theme'

/** The theme an element shows. */
export function shownTheme(element: HTMLElement): 'light' | 'dark' {
  return element.dataset.theme === 'dark' ? 'dark' : 'light'
}

/** Keeps the page in the theme of the preferences, and that of the system while they say so. */
export function followTheme({ preferences }: AppState, page: Window): () => void {
  const system = page.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const wanted = preferences.store.getState().value?.theme ?? rememberedTheme(page)
    const dark = wanted === 'dark' || (wanted === 'system' && system.matches)
    page.document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    page.localStorage.setItem(storageKey, wanted)
  }
  apply()
  system.addEventListener('change', apply)
  const unsubscribe = preferences.store.subscribe(apply)
  return () => {
    system.removeEventListener('change', apply)
    unsubscribe()
  }
}

function rememberedTheme(page: Window): Preferences['theme'] {
  const kept = page.localStorage.getItem(storageKey)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}
