import { printedKeys } from '../../contract/printed-keys.ts'

const macSymbols: Record<string, string> = { $mod: '⌘', Shift: '⇧', Alt: '⌥', Control: '⌃', Meta: '⌘' }
const words: Record<string, string> = { $mod: 'Ctrl', Control: 'Ctrl', Meta: 'Win' }
const names: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Backspace: '⌫',
  Enter: '↵',
  ...printedKeys,
  Delete: 'Del',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  '([1-9])': '1–9',
}

/** Whether this page runs on macOS, where the Command key leads and keys are written as symbols. */
export const onMac: boolean =
  typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform ?? '')

/** Writes keys given in tinykeys' notation (`$mod+Shift+KeyP`) as people of this platform read them. */
export function formatKeys(keys: string, mac: boolean = onMac): string {
  return keys
    .split(' ')
    .map((press) => {
      // A modifier in brackets may be down or not, as the layout of the keyboard wants it.
      const parts = press
        .replace(/\[\w+\]\+/g, '')
        .split('+')
        .map((part) => {
          const name = (mac ? macSymbols : words)[part] ?? names[part] ?? part.replace(/^(Key|Digit)/, '')
          return name.length === 1 ? name.toUpperCase() : name
        })
      return parts.join(mac ? '' : '+')
    })
    .join(' ')
}
