import type { Preferences } from '../../contract/settings.ts'
import type { AppState } from '../state/app-state.ts'

/** What the sizes in theme.css are made for. */
const plainFontSize = 13

/** Where the last look is kept, so that the first picture has it before the engine was asked. */
const storageKey = 'treeline.look'

type Look = Pick<Preferences, 'density' | 'fontSize' | 'codeFont' | 'codeFontSize' | 'motion'>

/** How much larger text and its surroundings are than they are made for. */
export function scalesOf({ density, fontSize }: Pick<Look, 'density' | 'fontSize'>): {
  text: number
  space: number
} {
  const text = (fontSize / plainFontSize) * (density === 'compact' ? 12 / 13 : 1)
  return { text, space: text * (density === 'compact' ? 0.88 : 1) }
}

/** The height in whole pixels of a line that has `height` as things are at first. */
export function rowHeightOf(look: Pick<Look, 'density' | 'fontSize'> | null, height: number): number {
  return look === null ? height : Math.round(height * scalesOf(look).space)
}

/** Keeps the page in the density, the sizes, the fonts and the motion of the preferences. Returns what stops it. */
export function followLook({ preferences }: Pick<AppState, 'preferences'>, page: Window): () => void {
  const root = page.document.documentElement
  let shown = ''
  const apply = (look: Look) => {
    const { density, fontSize, codeFont, codeFontSize, motion } = look
    const kept = JSON.stringify({ density, fontSize, codeFont, codeFontSize, motion })
    if (kept === shown) return
    shown = kept
    const { text, space } = scalesOf(look)
    root.dataset.density = density
    root.dataset.motion = motion
    root.style.setProperty('--text-scale', `${text}`)
    root.style.setProperty('--space-scale', `${space}`)
    root.style.setProperty('--code-size', `${codeFontSize}px`)
    root.style.setProperty('--code-font', codeFont === '' ? 'ui-monospace' : familiesOf(codeFont))
    page.localStorage.setItem(storageKey, kept)
  }
  const before = page.localStorage.getItem(storageKey)
  if (before !== null) apply(JSON.parse(before))
  const now = () => {
    const { value } = preferences.store.getState()
    if (value !== null) apply(value)
  }
  now()
  return preferences.store.subscribe(now)
}

/** Names as CSS has them: each in quotation marks, whatever is in it. */
export function familiesOf(names: string): string {
  return names
    .split(',')
    .map((name) => name.trim().replace(/^["']|["']$/g, ''))
    .filter((name) => name !== '')
    .map((name) => (/^[a-z-]+$/.test(name) ? name : JSON.stringify(name)))
    .join(', ')
}
