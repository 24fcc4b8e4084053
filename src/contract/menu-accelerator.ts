import type { AppCommand } from './app-commands.ts'
import { printedKeys } from './printed-keys.ts'

const names: Record<string, string> = {
  $mod: 'CommandOrControl',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ...printedKeys,
}

/**
 * Keys as a native menu writes them (`CommandOrControl+Shift+P`), or null where a menu cannot say them
 * or must not take them away from the page: what belongs to the part that has the focus, and what writes.
 */
export function menuAccelerator({ keys, local }: Pick<AppCommand, 'keys' | 'local'>): string | null {
  const [first] = keys
  if (first === undefined || local === true || /[([]/.test(first)) return null
  if (!/(\$mod|Control|Alt|Meta)\+/.test(first) && !/(^|\+)F\d+$/.test(first)) return null
  return first
    .split('+')
    .map((part) => names[part] ?? part.replace(/^(Key|Digit)/, ''))
    .join('+')
}
